import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findChanges, regressorOf } from "./find-change.ts";
import { leastSquares } from "./least-squares.ts";
import { normalShare } from "./normal-share.ts";

const ROWS = 40;
const DAYS = 30;
const rows = (at: (row: number) => number) => Float64Array.from({ length: ROWS }, (_, row) => at(row));
/** Days seen weigh 1, days to come and the last row nothing. */
const lineThroughDays = () => {
  const squares = leastSquares(rows((row) => Number(row < DAYS)));
  squares.add(rows(() => 1));
  squares.add(rows((row) => row));
  return squares;
};

describe("least squares", () => {
  it("foretell the days that have no weight", () => {
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -5, max: 5 }), (level, slope) => {
        const values = rows((row) => (row < DAYS ? level + slope * row : 999));
        for (const [row, value] of lineThroughDays().fit(values).entries()) expect(value).toBeCloseTo(level + slope * row, 6);
      }),
    );
  });

  it("are surest in the midst of what was seen: 1 ÷ n there, as for a mean", () => {
    const squares = lineThroughDays();
    expect((squares.varianceAt(14) + squares.varianceAt(15)) / 2).toBeCloseTo(1 / DAYS, 3);
    expect(squares.varianceAt(ROWS - 1)).toBeGreaterThan(squares.varianceAt(DAYS));
  });

  it("refuse what they have", () => {
    const squares = lineThroughDays();
    expect(squares.add(rows((row) => 3 - 2 * row))).toBe(false);
    expect(squares.add(rows((row) => row ** 2))).toBe(true);
    squares.truncate(2);
    expect(squares.size).toBe(2);
  });
});

describe("a change", () => {
  it("is found on its day and of its kind", () => {
    for (const kind of ["step", "bend"] as const)
      fc.assert(
        fc.property(fc.integer({ min: 10, max: 20 }), fc.constantFrom(-0.2, 0.1, 0.3), (day, size) => {
          const squares = lineThroughDays();
          const values = regressorOf({ kind, day }, ROWS).map((each, row) => 0.4 + 0.002 * row + size * each);
          const fitted = squares.fit(values);
          const { step, bend } = findChanges(
            squares,
            values.map((value, row) => (row < DAYS ? value - fitted[row]! : 0)),
            DAYS,
          );
          const [found, other] = kind === "step" ? [step, bend] : [bend, step];
          expect(found).toMatchObject({ kind, day });
          expect(found!.gain).toBeGreaterThan(other?.gain ?? 0);
        }),
      );
  });
});

describe("the normal share", () => {
  it("is that of the tables", () => {
    for (const [x, share] of [
      [0, 0.5],
      [1, 0.841_344_7],
      [-1.644_853_6, 0.05],
      [-3, 0.001_349_9],
      [40, 1],
      [-40, 0],
    ] as const)
      expect(normalShare(x)).toBeCloseTo(share, 6);
  });
});
