import process from "node:process";
import { describe, expect, it } from "vitest";
import { runCommand } from "./commands.ts";

const LIMITS = { timeoutMs: 5_000, maxBytes: 10_000 };
const node = (script: string, limits = LIMITS) => runCommand(process.execPath, ["-e", script], limits);

describe("a child command", () => {
  it("is heard to its end: output, errors and exit code", () => {
    expect(node("process.stdout.write('out'); process.stderr.write('err'); process.exitCode = 3")).toEqual({
      stdout: "out",
      stderr: "err",
      exitCode: 3,
    });
  });

  it("runs without a shell, in the C locale, with nothing to read", () => {
    expect(runCommand("printf", ["%s", "$HOME; echo `id`"], LIMITS)).toMatchObject({ stdout: "$HOME; echo `id`" });
    expect(node("process.stdout.write(Object.keys(process.env).sort().join()+process.env.LC_ALL)")).toMatchObject({
      stdout: "LC_ALL,PATHC",
    });
    expect(runCommand("cat", [], LIMITS)).toMatchObject({ stdout: "", exitCode: 0 });
  });

  it("that is not there is absent", () => {
    expect(runCommand("berth-no-such-program", [], LIMITS)).toMatchObject({ reason: "absent" });
  });

  it("that hangs or floods is ended", () => {
    expect(node("setInterval(() => {}, 1000)", { ...LIMITS, timeoutMs: 200 })).toMatchObject({ reason: "timeout" });
    expect(node("for (;;) process.stdout.write('x'.repeat(1000))", { ...LIMITS, maxBytes: 2_000 })).toMatchObject({ reason: "truncated" });
  });
});
