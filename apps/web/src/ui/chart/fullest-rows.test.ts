import { expect, test } from "vitest";
import { fullestRows } from "./fullest-rows.ts";

test("the fullest moment of each stretch stays", () => {
  const rows = fullestRows(
    Array.from({ length: 120 }, (_, index) => (index === 67 ? 0.97 : 0.2)),
    24,
  );
  expect(rows).toHaveLength(24);
  expect(rows).toContain(67);
});

test("a silent stretch stays silent, and a known moment beats silence", () => {
  expect(fullestRows([null, null, null, 0.1], 2)).toEqual([0, 3]);
  expect(fullestRows([null, 0, null, null], 2)).toEqual([1, 2]);
});
