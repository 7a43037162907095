import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { asStartFailure, openDataFolder } from "./data-folder.ts";
import { StartFailure } from "./start-failure.ts";

let parent: string;

beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), "berth-data-"));
});
afterEach(() => rmSync(parent, { recursive: true }));

const modeOf = (place: string) => statSync(place).mode & 0o777;

function problemOf(work: () => unknown) {
  try {
    return work();
  } catch (error) {
    if (error instanceof StartFailure) return error.problem;
    throw error;
  }
}

it("is made for its owner alone, and closed to others where it was open", () => {
  const made = openDataFolder(path.join(parent, "deep/new"));
  expect([modeOf(made.folder), made.wasOpen]).toEqual([0o700, false]);
  const open = path.join(parent, "open");
  mkdirSync(open);
  chmodSync(open, 0o755);
  expect(openDataFolder(open).wasOpen).toBe(true);
  expect(modeOf(open)).toBe(0o700);
});

it("is refused to a second, who learns where the first is", () => {
  const folder = path.join(parent, "one");
  const first = openDataFolder(folder);
  first.announce("http://127.0.0.1:4780");
  expect(problemOf(() => openDataFolder(folder))).toEqual({
    kind: "folder-in-use",
    folder,
    pid: process.pid,
    address: "http://127.0.0.1:4780",
  });
  first.release();
  expect(openDataFolder(folder).folder).toBe(folder);
});

it("says so where a file stands in its place", () => {
  const file = path.join(parent, "file");
  writeFileSync(file, "");
  expect(problemOf(() => openDataFolder(file))).toMatchObject({ kind: "folder-not-writable", folder: file });
});

it("knows a full disk and a missing right wherever they show, and leaves other errors alone", () => {
  const failing = (code: string) => asStartFailure(Object.assign(new Error(code), { code }), "/data");
  expect(failing("ENOSPC")).toMatchObject({ problem: { kind: "no-space" } });
  expect(failing("EACCES")).toMatchObject({ problem: { kind: "folder-not-writable", reason: "EACCES" } });
  expect(failing("ECONNREFUSED")).not.toBeInstanceOf(StartFailure);
});
