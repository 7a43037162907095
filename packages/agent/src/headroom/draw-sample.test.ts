import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawSample } from "./draw-sample.ts";

describe("drawing a sample", () => {
  it("takes so many of the values, each once, and leaves them as they were", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(65_535)), fc.nat(100), (numbers, count) => {
        const values = Uint16Array.from(numbers);
        const drawn = drawSample(values, count, Math.random);
        expect(drawn.length).toBe(Math.min(count, values.length));
        expect(new Set(drawn).size).toBe(drawn.length);
        expect(drawn.every((value) => values.includes(value))).toBe(true);
        expect([...values]).toEqual(numbers);
      }),
    );
  });

  it("favours none of them", () => {
    const values = Uint16Array.from({ length: 10 }, (_, index) => index);
    const times = new Array<number>(10).fill(0);
    for (let round = 0; round < 5000; round++) for (const value of drawSample(values, 3, Math.random)) times[value]!++;
    // 1,500 expected each; 300 are nine standard deviations.
    for (const count of times) expect(Math.abs(count - 1500)).toBeLessThan(300);
  });
});
