import { expect, test } from "vitest";
import { sampleStrip } from "../../../testing/sample-strip.ts";
import { sampleTuple } from "../../../testing/sample-tuple.ts";
import { stripHalves } from "./strip-cells.ts";
import { stripCounts } from "./strip-counts.ts";

const RANGE = { low: 32_768, high: 60_999 };
const tuple = sampleTuple({ destination: "10.4.7.21", port: 6379, established: 214, timeWait: 25_906, blocked: 3 });
const halves = stripHalves(sampleStrip(tuple), RANGE);

test("with the tuple at hand the legend is exact and adds up to the range", () => {
  const counts = stripCounts(halves, RANGE, 28_220, tuple);
  expect(counts).toEqual({ live: 214, timeWait: 25_906, blocked: 3, reserved: 12, free: 2_097, isExact: true });
  expect(counts.live + counts.timeWait + counts.blocked + counts.reserved + counts.free).toBe(28_232);
});

test("TIME_WAIT that may be taken over holds no port and counts as free", () => {
  const reusable = { ...tuple, held: 214, used: 217, reusableTimeWait: 25_906 };
  expect(stripCounts(halves, RANGE, 28_220, reusable)).toMatchObject({ live: 214, timeWait: 0, free: 28_003 });
});

test("without it the figures are read off the picture, and say so", () => {
  const counts = stripCounts(halves, RANGE, 28_220, undefined);
  expect(counts.isExact).toBe(false);
  expect(counts.live + counts.timeWait + counts.blocked + counts.reserved + counts.free).toBe(28_232);
  expect(counts.timeWait).toBeGreaterThan(counts.live);
});
