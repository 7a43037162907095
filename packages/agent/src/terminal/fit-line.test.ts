import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitLine, widthOf } from "./fit-line.ts";
import { COLOR } from "./paint.ts";

describe("fitting a line", () => {
  it("leaves what fits, and marks what it cuts", () => {
    expect(fitLine("12345", 5)).toBe("12345");
    expect(fitLine("123456", 5)).toBe("1234…");
    expect(fitLine("日本語", 5)).toBe("日本…");
  });

  it("counts no column for colours, and closes them", () => {
    expect(fitLine(COLOR.red("12345"), 5)).toBe(COLOR.red("12345"));
    expect(fitLine(`${COLOR.red("123456")}7`, 5)).toBe(COLOR.red("1234…"));
  });

  it("never takes more columns than it was given", () => {
    const piece = fc.oneof(fc.constantFrom("a", "日", " ", "▇", "e\u0301"), fc.string({ maxLength: 3 }).map(COLOR.bold));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.integer({ min: 2, max: 40 }), (pieces, columns) => {
        expect(widthOf(fitLine(pieces.join(""), columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });
});
