import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NumberIndex } from "./number-index.ts";

const keys = fc.uniqueArray(fc.integer({ min: 1, max: 0xffff_ffff }), { maxLength: 300 });

describe("finding slots by number", () => {
  it("gives each number a slot of its own, and finds no other", () => {
    const index = new NumberIndex();
    fc.assert(
      fc.property(keys, keys, (present, absent) => {
        index.reset(present.length);
        const slots = present.map((key) => index.put(key));
        expect(new Set(slots).size).toBe(present.length);
        expect(index.size).toBe(present.length);
        expect(present.map((key) => index.find(key))).toEqual(slots);
        expect(slots.map((slot) => index.keyAt(slot))).toEqual(present);
        for (const key of absent) if (!present.includes(key)) expect(index.find(key)).toBe(-1);
      }),
    );
  });

  it("takes a number twice for the same", () => {
    const index = new NumberIndex();
    index.reset(2);
    expect(index.put(7)).toBe(index.put(7));
    expect(index.size).toBe(1);
  });
});
