import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { buildWhenChanged } from "./build-when-changed.ts";

let folder: string;
let runs: number;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "berth-build-"));
  runs = 0;
  mkdirSync(path.join(folder, "src/deep"), { recursive: true });
  writeFileSync(path.join(folder, "src/deep/a.ts"), "1");
});
afterEach(() => rmSync(folder, { recursive: true }));

function build(outcome: () => Promise<void> = async () => {}) {
  const run = () => {
    runs += 1;
    return outcome();
  };
  return buildWhenChanged({ inputs: [path.join(folder, "src")], output: path.join(folder, "dist"), run });
}

it("builds once while nothing changes", async () => {
  expect([await build(), await build(), runs]).toEqual(["built", "current", 1]);
});

it("builds anew when a file changes, comes or goes", async () => {
  await build();
  writeFileSync(path.join(folder, "src/deep/a.ts"), "2");
  await build();
  writeFileSync(path.join(folder, "src/b.css"), "");
  await build();
  rmSync(path.join(folder, "src/b.css"));
  await build();
  expect(runs).toBe(4);
});

it("does not look at tests and at what is installed or built", async () => {
  await build();
  writeFileSync(path.join(folder, "src/a.test.ts"), "");
  mkdirSync(path.join(folder, "src/node_modules"));
  writeFileSync(path.join(folder, "src/node_modules/x.js"), "");
  expect(await build()).toBe("current");
});

it("tries again after a build that failed, also when the inputs are those of an earlier good one", async () => {
  await build();
  writeFileSync(path.join(folder, "src/deep/a.ts"), "broken");
  await expect(build(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  writeFileSync(path.join(folder, "src/deep/a.ts"), "1");
  expect(await build()).toBe("built");
});
