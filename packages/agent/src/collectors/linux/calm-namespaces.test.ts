import { expect, test } from "vitest";
import { CalmNamespaces } from "./calm-namespaces.ts";

function afterOneRound(hostSockets: number): CalmNamespaces {
  const calm = new CalmNamespaces();
  calm.begin();
  calm.note("host", { atMs: 0, sockets: hostSockets, capacity: 28_232 });
  calm.note("pod", { atMs: 0, sockets: 10, capacity: 28_232 });
  calm.note("unknown", { atMs: 0, sockets: 10, capacity: null });
  calm.begin();
  return calm;
}

test("a small namespace on a busy host is calm for a minute", () => {
  const calm = afterOneRound(100_000);
  expect(calm.isCalm("pod", 50, 59_000)).toBe(true);
  expect(calm.isCalm("pod", 50, 61_000)).toBe(false);
});

test("it is read at once when its sockets come near the twentieth part of its range", () => {
  expect(afterOneRound(100_000).isCalm("pod", 1412, 1000)).toBe(false);
});

test("on a quiet host every namespace is read every time, and one of unknown size always is", () => {
  expect(afterOneRound(1000).isCalm("pod", 50, 1000)).toBe(false);
  expect(afterOneRound(100_000).isCalm("unknown", 50, 1000)).toBe(false);
});

test("a namespace that a round did not meet is forgotten", () => {
  const calm = afterOneRound(100_000);
  calm.note("host", { atMs: 0, sockets: 100_000, capacity: 28_232 });
  calm.begin();
  expect(calm.isCalm("pod", 50, 1000)).toBe(false);
});
