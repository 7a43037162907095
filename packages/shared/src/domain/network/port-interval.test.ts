import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clipIntervals, countPorts, includesPort, intervalSize, normalizeIntervals } from "./port-interval.ts";

const interval = fc
  .tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 40 }))
  .map(([low, length]) => ({ low, high: low + length }));

describe("port intervals", () => {
  it("counts both ends", () => {
    expect(intervalSize({ low: 32_768, high: 60_999 })).toBe(28_232);
  });

  it("hold the same ports however they are written", () => {
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 8 }), interval, (intervals, bounds) => {
        const merged = normalizeIntervals(intervals);
        const clipped = clipIntervals(intervals, bounds);
        let [all, inside] = [0, 0];
        for (let port = 0; port <= 400; port++) {
          const isIn = intervals.some(({ low, high }) => low <= port && port <= high);
          expect(includesPort(merged, port)).toBe(isIn);
          const isClipped = isIn && bounds.low <= port && port <= bounds.high;
          expect(includesPort(clipped, port)).toBe(isClipped);
          all += Number(isIn);
          inside += Number(isClipped);
        }
        expect([countPorts(intervals), countPorts(clipped)]).toEqual([all, inside]);
        for (const [index, { low }] of merged.entries()) if (index > 0) expect(low).toBeGreaterThan(merged[index - 1]!.high + 1);
      }),
    );
  });
});
