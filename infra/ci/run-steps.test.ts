import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { runCommand } from "./run-command.ts";
import { runSteps } from "./run-steps.ts";
import { verifySteps } from "./verify-steps.ts";

it("prints a line for each step and the output of the failed ones alone", async () => {
  let printed = "";
  const steps = [
    { name: "good", run: async () => ({ isSuccess: true, output: "quiet" }) },
    { name: "bad", run: async () => ({ isSuccess: false, output: "why\nhow" }) },
    { name: "broken", run: () => Promise.reject(new Error("thrown")) },
  ];
  const count = await runSteps(steps, 1, (text) => {
    printed += text;
  });
  expect(count).toEqual({ passed: 1, failed: 2 });
  expect(printed.replace(/\d+\.\d/g, "0.0")).toMatch(
    /^✓ good \(0\.0 s\)\n✗ bad \(0\.0 s\)\n {4}why\n {4}how\n✗ broken \(0\.0 s\)\n {4}Error: thrown\n/,
  );
});

it("has one failed step where git cannot list the files", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "berth-no-repository-"));
  try {
    expect(await runSteps(verifySteps(folder), 1, () => {})).toEqual({ passed: 0, failed: 1 });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("tells a missing program, a failing one and one that takes too long", async () => {
  const options = { cwd: import.meta.dirname, timeoutMs: 10_000 };
  expect(await runCommand("no-such-program", [], options)).toMatchObject({ isSuccess: false, output: expect.stringContaining("ENOENT") });
  expect(await runCommand(process.execPath, ["-e", "console.error('no');process.exit(3)"], options)).toEqual({
    isSuccess: false,
    output: "no\n",
  });
  const slow = await runCommand(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { ...options, timeoutMs: 300 });
  expect(slow).toMatchObject({ isSuccess: false, output: expect.stringContaining("SIGTERM") });
});
