import { expect, test } from "vitest";
import { usedBetween } from "./used-between.ts";

test("an interval of headroom is the mirrored interval of use", () => {
  expect(usedBetween({ unlimited: false, low: 20, high: 60, best: 50 }, 100)).toEqual({ low: 0.4, high: 0.8 });
});

test("nothing is drawn where nothing limits, or where the range has no port", () => {
  expect(usedBetween({ unlimited: true, low: 10, high: null, best: null }, 10)).toBeUndefined();
  expect(usedBetween({ unlimited: false, low: 0, high: 0, best: 0 }, 0)).toBeUndefined();
});
