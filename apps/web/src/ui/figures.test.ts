import { expect, test } from "vitest";
import { figuresOf } from "./figures.ts";

const en = figuresOf("en");

test.each([
  [0, "0 %"],
  [0.0004, "< 0.1 %"],
  [0.157, "15.7 %"],
  [0.9256, "92.6 %"],
  [0.9999, "> 99.9 %"],
  [1, "100 %"],
])("a ratio of %d is %s: what is not empty or full never reads so", (ratio, said) => {
  expect(en.percent(ratio)).toBe(said);
});

test("Japanese sets no space before the sign", () => {
  expect(figuresOf("ja").percent(0.5)).toBe("50.0%");
});

test.each([
  [0, "0"],
  [0.02, "0.1"],
  [2.44, "2.4"],
  [438.4, "438"],
])("%d per second is %s", (perSecond, said) => {
  expect(en.rate(perSecond)).toBe(said);
});

test.each([
  [0.046, "0.05"],
  [1.2, "1.20"],
  [32.767, "32.8"],
])("%d times its ceiling is %s", (ratio, said) => {
  expect(en.times(ratio)).toBe(said);
});

test("a headroom is one figure where it is settled, an interval where it is not, and a word where nothing limits", () => {
  expect(en.headroom({ unlimited: false, low: 2097, high: 2097, best: 2097 }, "no limit")).toBe("2,097");
  expect(en.headroom({ unlimited: false, low: 1950, high: 2097, best: 2001 }, "no limit")).toBe("1,950–2,097");
  expect(en.headroom({ unlimited: true, low: 28_232, high: null, best: null }, "no limit")).toBe("no limit");
});
