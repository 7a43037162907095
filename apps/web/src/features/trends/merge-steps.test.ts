import { expect, test } from "vitest";
import { sampleTrends } from "../../../testing/sample-trends.ts";
import { mergeSteps } from "./merge-steps.ts";

const MINUTE_MS = 60_000;

test("a step a point stays as it is", () => {
  const points = mergeSteps(sampleTrends({ hosts: [3, null, 3], p95: [0.1, null, 0.3] }), 5 * MINUTE_MS);
  expect(points.used.p95).toEqual([0.1, null, 0.3]);
  expect(points.atMs.map((at) => new Date(at).toISOString().slice(11, 16))).toEqual(["00:00", "00:05", "00:10"]);
});

test("points stand on the clock, so that what is drawn does not move with every refresh", () => {
  const points = mergeSteps(sampleTrends({ from: "2026-11-24T00:20:00.000Z", hosts: Array(8).fill(3) }), 30 * MINUTE_MS);
  expect(points.atMs.map((at) => new Date(at).toISOString().slice(11, 16))).toEqual(["00:20", "00:30"]);
});

test("no peak is lost: the most of ratios and hosts, the sum of failures, the mean of rates", () => {
  const trends = sampleTrends({
    hosts: [3, 3, 3, 3],
    p95: [0.1, 0.9, 0.2, 0.3],
    eighty: [0, 1, 0, 0],
    fail: [1, 0, 0, 2],
    failures: [5, 2, 0, 0],
    closesPerSecond: [10, 20, 30, 50],
  });
  const points = mergeSteps(trends, 10 * MINUTE_MS);
  expect(points.used.p95).toEqual([0.9, 0.3]);
  expect(points.over.eighty).toEqual([1, 0]);
  expect(points.fail).toEqual([1, 2]);
  expect(points.failures).toEqual([7, 0]);
  expect(points.closesPerSecond).toEqual([15, 40]);
  expect(points.checks).toEqual([{ id: "eph-dest", warn: [0, 0], fail: [1, 2] }]);
});

test("no silence is lost: the least that reported, and the silent among the unknown", () => {
  const trends = sampleTrends({ hosts: [10, 7, null, null], enrolled: [10, 10, null, null], unknown: [1, 0, null, null] });
  const points = mergeSteps(trends, 10 * MINUTE_MS);
  expect(points.reporting).toEqual([7, null]);
  expect(points.silent).toEqual([3, null]);
  expect(points.unknown).toEqual([3, null]);
});

test("where nobody reported there is a gap, and never a zero", () => {
  const { atMs: _, checks, ...columns } = mergeSteps(sampleTrends({ hosts: [null, null], p95: [null, null] }), 10 * MINUTE_MS);
  const values = [...Object.values(columns), ...checks].flatMap((column) =>
    Array.isArray(column) ? column : Object.values(column).filter(Array.isArray).flat(),
  );
  expect(values.length).toBeGreaterThan(15);
  expect(values.every((value) => value === null)).toBe(true);
});
