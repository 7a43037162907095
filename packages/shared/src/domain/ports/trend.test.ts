import { describe, expect, it } from "vitest";
import { sureSlope, trendOf } from "./trend.ts";

/** −1 to 1, without a pattern. */
const noiseAt = (minute: number) => 2 * ((Math.sin(minute * 12.9898) * 43_758.5453) % 1);
const points = (values: number[]) => values.map((value, minute) => ({ minute, value }));
const line = (perMinute: number, noise = 0) =>
  points(Array.from({ length: 31 }, (_, minute) => 1_000 + perMinute * minute + noise * noiseAt(minute)));

describe("a trend", () => {
  it("is the slope of a line", () => {
    expect(trendOf(line(7)).perMinute).toBeCloseTo(7);
  });

  it("leaves out a jump of level, in the midst and at the end", () => {
    for (const at of [3, 15, 28, 30]) {
      const stepped = line(0, 5).map(({ minute, value }) => ({ minute, value: minute < at ? value : value + 5_000 }));
      expect(Math.abs(sureSlope(trendOf(stepped)))).toBeLessThan(20);
    }
  });

  it("keeps a staircase", () => {
    const stairs = line(0, 5).map(({ minute, value }) => ({ minute, value: value + 1_000 * Math.floor(minute / 8) }));
    expect(sureSlope(trendOf(stairs))).toBeGreaterThan(80);
  });

  it("follows a slope that began eight minutes ago", () => {
    const bent = line(0, 5).map(({ minute, value }) => ({ minute, value: value + 300 * Math.max(0, minute - 22) }));
    expect(trendOf(bent).perMinute).toBeGreaterThan(250);
  });

  it("is not sure of what noise alone would give", () => {
    expect(sureSlope(trendOf(line(0.1, 200)))).toBe(0);
  });

  it("says nothing of fewer than four readings, and of readings at one time", () => {
    expect(trendOf(points([1, 100, 1_000])).perMinute).toBe(0);
    expect(trendOf(Array.from({ length: 5 }, () => ({ minute: 0, value: 3 }))).perMinute).toBe(0);
  });
});
