import { cli as english } from "@berth/shared/text/en/cli.ts";
import { cli as japanese } from "@berth/shared/text/ja/cli.ts";
import { describe, expect, it } from "vitest";
import type { BundleFile } from "../collectors/replay/bundle.ts";
import { check } from "./check.ts";
import type { CommandIo } from "./command-io.ts";
import { headroom } from "./headroom.ts";
import { snapshot } from "./snapshot.ts";
import { UsageError } from "./usage-error.ts";

const FILES: Record<string, string> = {
  "netstat_-anoq.txt":
    "  TCP    10.0.0.4:50000    10.0.0.9:5432    ESTABLISHED    6472\r\n  TCP    0.0.0.0:135    0.0.0.0:0    LISTENING    912\r\n",
  "netsh_int_ipv4_show_dynamicport_tcp.txt": "Startport : 49152\r\nAnzahl der Ports : 16384\r\n",
  "netsh_int_ipv4_show_excludedportrange_tcp.txt": "Startport    Endport\r\n----------    --------\r\n",
  "notes.txt": "\u001b[31mhello",
};

/** What a command may touch, with a bundle of these files in the folder `bundle` and nothing else. */
function io(files: Record<string, string>, language: "en" | "ja" = "en") {
  const said = { out: "", error: "" };
  const bundle = (): BundleFile[] =>
    Object.entries(files).map(([name, text]) => ({ name, bytes: new TextEncoder().encode(text), modifiedMs: 1_772_366_400_000 }));
  const fake: Partial<CommandIo> = {
    writeOut: (text) => {
      said.out += text;
    },
    writeError: (text) => {
      said.error += text;
    },
    isTerminal: false,
    env: {},
    language,
    text: language === "en" ? english : japanese,
    resolveName: async () => [],
    openState: () => {
      throw new Error("no state");
    },
    openCollector: () => {
      throw new Error("this host was opened");
    },
    readBundle: (folder) => {
      if (folder !== "bundle") throw new Error("ENOENT");
      return { folder, files: bundle() };
    },
  };
  // A command that touches more than this has no business to.
  return {
    said,
    io: { ...fake, machine: { homeFolder: "/", hostname: "h", isRoot: false, runtime: "", machineId: () => null } } as CommandIo,
  };
}

const usageOf = async (work: Promise<number>): Promise<string> => {
  const error = await work.catch((thrown: unknown) => thrown);
  return error instanceof UsageError ? error.problem.kind : "none";
};

describe("--replay", () => {
  it("judges the files and not this host, and names the files that nobody knows on both ways out", async () => {
    const { said, io: command } = io(FILES);
    const exit = await check(["--json", "--replay", "bundle"], command);
    const report = JSON.parse(said.out);
    expect(report).toMatchObject({ exitCode: exit, replay: { unknownFiles: ["notes.txt"], unusedFiles: [] } });
    expect(report.tuples).toMatchObject([{ destination: { address: "10.0.0.9", port: 5_432 }, capacity: 16_384, used: 1 }]);
    expect(said.error).toBe("berth-agent: notes.txt is named after no command that is known; it was not read.\n");
  });

  it.each(["en", "ja"] as const)("shows a person the same page as of any host, in %s", async (language) => {
    const { said, io: command } = io(FILES, language);
    await check(["--replay", "bundle", "--color", "never"], command);
    expect(said.out).toContain("10.0.0.4 → 10.0.0.9:5432");
    expect(said.out).toContain("notes.txt");
    for (const line of said.out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("answers headroom with the routes that the sockets show, and says how it knows", async () => {
    const { said, io: command } = io(FILES);
    expect(await headroom(["--json", "--replay", "bundle", "tcp://10.0.0.9:5432"], command)).toBe(0);
    expect(JSON.parse(said.out)).toMatchObject({
      capacity: 16_384,
      low: 16_383,
      high: 16_383,
      best: 16_383,
      method: "passive",
      methodReason: "listing",
    });
  });

  it("prints the snapshot", async () => {
    const { said, io: command } = io(FILES);
    expect(await snapshot(["--replay", "bundle"], command)).toBe(0);
    expect(JSON.parse(said.out)).toMatchObject({ host: { os: "windows" }, namespaces: [{ source: "listing" }] });
  });

  it("asks for the system where the files do not tell, and takes it from --os", async () => {
    const lsof = {
      "lsof_-nP_-i.txt": "COMMAND PID USER FD TYPE DEVICE SIZE/OFF NODE NAME\nnode 4711 maria 21u IPv4 0x1 0t0 TCP *:50123 (LISTEN)\n",
    };
    expect(await usageOf(snapshot(["--replay", "bundle"], io(lsof).io))).toBe("replay-os-unknown");
    const { said, io: command } = io(lsof);
    await snapshot(["--replay", "bundle", "--os", "darwin"], command);
    expect(JSON.parse(said.out).host.os).toBe("darwin");
  });

  it.each([
    [["--replay", "nowhere"], "replay-unreadable"],
    [["--replay", "bundle", "--os", "solaris"], "bad-value"],
    [["--os", "linux"], "flag-needs-flag"],
    [["--replay"], "flag-needs-value"],
  ])("refuses %j", async (args, kind) => {
    expect(await usageOf(check(args, io(FILES).io))).toBe(kind);
  });

  it("refuses a folder without a file that it knows", async () => {
    expect(await usageOf(check(["--replay", "bundle"], io({ "notes.txt": "hello" }).io))).toBe("replay-empty");
  });
});
