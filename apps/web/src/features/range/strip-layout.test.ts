import fc from "fast-check";
import { expect, test } from "vitest";
import { stripLayout } from "./strip-layout.ts";

test("every cell has a place, and no column stands empty", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1024 }),
      fc.integer({ min: 50, max: 2000 }),
      fc.integer({ min: 10, max: 400 }),
      (count, width, height) => {
        const { rows, columns } = stripLayout(count, width, height);
        expect(rows * columns).toBeGreaterThanOrEqual(count);
        expect(rows * (columns - 1)).toBeLessThan(count);
      },
    ),
  );
});

test("a wide place gives columns about as wide as they are high", () => {
  expect(stripLayout(1008, 1126, 64)).toMatchObject({ rows: 8, columns: 126 });
});

test("nothing to draw, or nowhere, is one empty cell", () => {
  expect(stripLayout(0, 100, 100)).toEqual({ rows: 1, columns: 1 });
  expect(stripLayout(10, 0, 100)).toEqual({ rows: 1, columns: 1 });
});
