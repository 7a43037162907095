import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePortList, parsePortRange } from "./port-range.ts";

const port = fc.integer({ min: 0, max: 65_535 });
const interval = fc.tuple(port, port).map(([a, b]) => ({ low: Math.min(a, b), high: Math.max(a, b) }));

describe("the ephemeral range", () => {
  test("is read as the kernel prints it", () => {
    expect(parsePortRange("32768\t60999\n")).toEqual({ low: 32_768, high: 60_999 });
    expect(parsePortRange("40000\t40000\n")).toEqual({ low: 40_000, high: 40_000 });
  });

  test.each(["", "32768", "60999\t32768", "32768\t70000", "32768\t60999\t1", "low\thigh", "-1\t5"])("%j is refused", (text) => {
    expect(() => parsePortRange(text)).toThrow(SyntaxError);
  });
});

describe("reserved ports", () => {
  test("an empty file reserves nothing", () => {
    expect(parsePortList("\n")).toEqual([]);
  });

  test("every list that is written comes back", () => {
    fc.assert(
      fc.property(fc.array(interval), (intervals) => {
        const text = intervals.map(({ low, high }) => (low === high ? `${low}` : `${low}-${high}`)).join(",");
        expect(parsePortList(`${text}\n`)).toEqual(intervals);
      }),
    );
  });

  test.each(["8080,", "8080,,9000", "9000-8000", "8080-", "65536", "80 81", "0x50"])("%j is refused whole", (text) => {
    expect(() => parsePortList(text)).toThrow(SyntaxError);
  });
});
