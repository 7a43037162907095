import { cli } from "@berth/shared/text/en/cli.ts";
import { describe, expect, it } from "vitest";
import { displayWidth } from "../terminal/display-width.ts";
import type { CommandIo } from "./command-io.ts";
import { takeCommonFlags } from "./common-flags.ts";
import { dispatch } from "./dispatch.ts";
import { errorText } from "./say-error.ts";

async function errorOf(args: string[], isErrorTerminal = false): Promise<{ exitCode: number; error: string }> {
  let error = "";
  const io: Partial<CommandIo> = {
    writeError: (text) => {
      error += text;
    },
    isErrorTerminal,
    language: "en",
    text: cli,
    env: {},
    files: {
      read: () => {
        throw Object.assign(new Error("none"), { code: "ENOENT" });
      },
    },
    readBundle: (folder) => {
      throw new Error(`ENOENT: no such file or directory, scandir '${folder}'`);
    },
  };
  return { exitCode: await dispatch(takeCommonFlags(args, {}), io as CommandIo), error };
}

const PWN = "\u001b]0;pwn\u0007";

describe("messages on standard error", () => {
  it.each([
    [`nosuch${PWN}`],
    ["check", "--explain", `x${PWN}`],
    ["check", "--replay", `./x${PWN}`],
    ["lint", `./x${PWN}`],
    ["lint", "a", `b${PWN}`],
    ["headroom", `--no${PWN}`],
  ])("let no argument act on the terminal: %j", async (...args) => {
    const { exitCode, error } = await errorOf(args);
    expect(exitCode).toBe(64);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there.
    expect(error).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(error).toContain("\\u{1b}]0;pwn\\u{7}");
  });

  it("are wrapped for a person, and one line for a program", async () => {
    const asked = ["check", "--nosuch"];
    expect((await errorOf(asked)).error.trimEnd()).not.toContain("\n");
    const shown = (await errorOf(asked, true)).error.trimEnd().split("\n");
    expect(shown.length).toBeGreaterThan(1);
    for (const line of shown) expect(displayWidth(line)).toBeLessThanOrEqual(80);
  });

  it("keep the lines of a stack", () => {
    expect(errorText("Error: x\n    at y", true, "en")).toBe("berth-agent: Error: x\n    at y\n");
  });
});
