import { expect, test } from "vitest";
import { RANGES, rangeOf, stepSecondsOf } from "./ranges.ts";

const HOUR_MS = 3_600_000;

test("the address decides, and what it may not ask for is ignored", () => {
  expect(rangeOf("24", 0)).toBe(24);
  expect(rangeOf("9504", 0)).toBe(9504);
  expect(rangeOf("9999", 100 * HOUR_MS)).toBe(6);
});

test("a young host starts with an hour, so that its history is more than a dot", () => {
  expect(rangeOf(undefined, HOUR_MS)).toBe(1);
  expect(rangeOf(undefined, 3 * HOUR_MS)).toBe(6);
});

test("a step holds at least three samples", () => {
  expect(stepSecondsOf(1, 10)).toBe(30);
  expect(stepSecondsOf(1, 60)).toBe(180);
  expect(stepSecondsOf(24, 10)).toBe(300);
});

test("steps that are rolled up are whole buckets, whatever the agent's interval", () => {
  expect(stepSecondsOf(6, 110)).toBe(600);
  expect(stepSecondsOf(168, 10) % 300).toBe(0);
});

test("no range asks for more points than a chart shows", () => {
  for (const hours of RANGES) expect((hours * 3600) / stepSecondsOf(hours, 10)).toBeLessThanOrEqual(400);
});
