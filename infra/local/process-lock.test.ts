import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { isAlive, readHolder, releaseLock, takeLock, writeHolder } from "./process-lock.mjs";

let folder: string;
let lock: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "berth-lock-"));
  lock = path.join(folder, "lock");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A process that takes the lock, says what came of it, and stays until its input ends. */
function contender() {
  const script = `import { takeLock } from ${JSON.stringify(path.join(import.meta.dirname, "process-lock.mjs"))};
    console.log(takeLock(${JSON.stringify(lock)}) === null ? "taken" : "refused"); process.stdin.resume();`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["pipe", "pipe", "inherit"] });
  return { child, answer: once(child.stdout, "data").then(([chunk]) => String(chunk).trim()) };
}

it("is held by one, who is named with the address that it announced", () => {
  expect(takeLock(lock)).toBeNull();
  writeHolder(lock, process.pid, "http://127.0.0.1:4780");
  expect(takeLock(lock)).toMatchObject({ pid: process.pid, address: "http://127.0.0.1:4780" });
});

it("goes to exactly one of many who come at once, also over a stale file", async () => {
  writeFileSync(lock, JSON.stringify({ pid: 2 ** 22 - 1, startedAt: "gone", address: null }));
  const contenders = Array.from({ length: 5 }, contender);
  const answers = await Promise.all(contenders.map(({ answer }) => answer));
  for (const { child } of contenders) child.stdin.end();
  expect(answers.toSorted()).toEqual(["refused", "refused", "refused", "refused", "taken"]);
});

it("is taken from a holder that was killed", async () => {
  const { child, answer } = contender();
  expect(await answer).toBe("taken");
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(takeLock(lock)).toBeNull();
});

it("is taken from a pid that another process has now", (ctx) => {
  if (!existsSync("/proc/self/stat")) ctx.skip("without /proc a process that has this pid cannot be told from the holder");
  writeFileSync(lock, JSON.stringify({ pid: process.pid, startedAt: "another boot:1", address: null }));
  expect(takeLock(lock)).toBeNull();
});

it("is taken over from a file that was cut short", () => {
  writeFileSync(lock, '{"pid":');
  expect(takeLock(lock)).toBeNull();
});

it("is let go by its holder alone", () => {
  writeHolder(lock, 1);
  releaseLock(lock);
  expect(readHolder(lock)?.pid).toBe(1);
  writeHolder(lock, process.pid);
  releaseLock(lock);
  expect(existsSync(lock)).toBe(false);
});

it("leaves nothing beside the lock", () => {
  takeLock(lock);
  expect(JSON.parse(readFileSync(lock, "utf8")).pid).toBe(process.pid);
  expect(isAlive({ pid: process.pid, startedAt: "", address: null })).toBe(true);
  releaseLock(lock);
  expect(existsSync(`${lock}.${process.pid}`)).toBe(false);
});
