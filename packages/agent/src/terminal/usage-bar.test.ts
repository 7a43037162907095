import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { displayWidth } from "./display-width.ts";
import { usageBar } from "./usage-bar.ts";

const drawn = (ratio: number): string => {
  const { filled, empty } = usageBar(ratio);
  return filled + empty;
};

describe("usage bar", () => {
  it.each([
    [0, "░░░░░░░░░░┃░░┃░░░░┃░░░░"],
    [0.00001, "▇░░░░░░░░░┃░░┃░░░░┃░░░░"],
    [0.5, "▇▇▇▇▇▇▇▇▇▇┃░░┃░░░░┃░░░░"],
    [0.6, "▇▇▇▇▇▇▇▇▇▇┃▇▇┃░░░░┃░░░░"],
    [0.8, "▇▇▇▇▇▇▇▇▇▇┃▇▇┃▇▇▇▇┃░░░░"],
    [0.801, "▇▇▇▇▇▇▇▇▇▇┃▇▇┃▇▇▇▇┃▇░░░"],
    [0.99999, "▇▇▇▇▇▇▇▇▇▇┃▇▇┃▇▇▇▇┃▇▇▇░"],
    [1, "▇▇▇▇▇▇▇▇▇▇┃▇▇┃▇▇▇▇┃▇▇▇▇"],
  ])("draws %d", (ratio, bar) => {
    expect(drawn(ratio)).toBe(bar);
  });

  it("passes each line exactly when the ratio does, at one width", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 28_232 }), (used) => {
        const bar = drawn(used / 28_232);
        expect(displayWidth(bar)).toBe(23);
        const past = [bar[11], bar[14], bar[19]].map((cell) => cell === "▇");
        expect(past).toEqual([0.5, 0.6, 0.8].map((line) => used / 28_232 > line));
      }),
    );
  });
});
