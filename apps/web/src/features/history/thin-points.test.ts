import type { SeriesPoint } from "@berth/shared/contract/reads.ts";
import { expect, test } from "vitest";
import { thinPoints } from "./thin-points.ts";

const point = (index: number, tightestUsedRatio: number | null): SeriesPoint => ({
  at: new Date(index * 30_000).toISOString(),
  tightestUsedRatio,
  bindPoolUsedRatio: null,
  udpUsedRatio: null,
  closesPerSecond: null,
  tightestDestination: null,
});

test("the fullest moment of each stretch stays", () => {
  const points = Array.from({ length: 120 }, (_, index) => point(index, index === 67 ? 0.97 : 0.2));
  const rows = thinPoints(points, 24);
  expect(rows).toHaveLength(24);
  expect(rows.some(({ tightestUsedRatio }) => tightestUsedRatio === 0.97)).toBe(true);
});

test("a silent stretch stays silent, and a known moment beats silence", () => {
  expect(thinPoints([point(0, null), point(1, null), point(2, null), point(3, 0.1)], 2).map((row) => row.tightestUsedRatio)).toEqual([
    null,
    0.1,
  ]);
});
