import { expect, test } from "vitest";
import { rangeOf, stepSecondsOf } from "./ranges.ts";

const HOUR_MS = 3_600_000;

test("the address decides, and what it may not ask for is ignored", () => {
  expect(rangeOf("24", 0)).toBe(24);
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
