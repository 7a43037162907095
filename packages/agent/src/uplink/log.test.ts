import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { lineLog, printable } from "./log.ts";

const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

describe("log", () => {
  it("writes time, level and message as one line", () => {
    const lines: string[] = [];
    lineLog(new ManualClock(Date.UTC(2026, 10, 24, 8, 30)), (line) => lines.push(line)).warn("gone");
    expect(lines).toEqual(["2026-11-24T08:30:00.000Z warn gone\n"]);
  });

  it("lets nothing leave the line, recolour it or turn it round", () => {
    expect(printable("a\nb\u001b[31m\u202e\u2028")).toBe("a\\u{a}b\\u{1b}[31m\\u{202e}\\u{2028}");
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 60 }), (codePoints) => {
        const text = String.fromCodePoint(...codePoints);
        expect(CONTROL.test(printable(text))).toBe(false);
      }),
    );
  });

  it("cuts a message without end", () => {
    expect(printable("x".repeat(5_000))).toBe(`${"x".repeat(1_000)}…`);
  });
});
