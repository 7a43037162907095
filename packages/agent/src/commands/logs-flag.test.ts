import { cli as english } from "@berth/shared/text/en/cli.ts";
import { describe, expect, it } from "vitest";
import { HostLogs } from "../collectors/logs/host-logs.ts";
import { fakeHostFiles } from "../testing/fake-host-files.ts";
import { readNamedLogs } from "./logs-flag.ts";

describe("files named by --logs", () => {
  it("are named on standard error where they cannot be read, and only there", async () => {
    const readTail = (file: string) => {
      if (file === "/absent.log") throw Object.assign(new Error("ENOENT: no such file or directory"), { code: "ENOENT" });
      return { bytes: new TextEncoder().encode("all is well\n"), isCut: file === "/long.log" };
    };
    const logs = new HostLogs({ files: fakeHostFiles({}), nowMs: () => 0, hearCommand: undefined, readTail });
    const said: string[] = [];
    const io = { text: english, language: "en", isErrorTerminal: false, writeError: (text: string) => void said.push(text) } as const;
    await readNamedLogs(["/whole.log", "/absent.log", "/long.log"], { readLogs: (files) => logs.read(files) }, io);
    expect(said).toEqual([
      "berth-agent: a log could not be read: /absent.log (ENOENT: no such file or directory)\n",
      "berth-agent: /long.log: only its end was read\n",
    ]);
  });
});
