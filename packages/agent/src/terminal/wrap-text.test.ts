import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { displayWidth } from "./display-width.ts";
import { flowParts, wrapText } from "./wrap-text.ts";

describe("wrap text", () => {
  it("counts wide characters as two columns and marks as none", () => {
    expect(displayWidth("余裕 25,532")).toBe(11);
    expect(displayWidth("カ")).toBe(2);
    expect(displayWidth("ｶ")).toBe(1);
    expect(displayWidth("e\u0301")).toBe(1);
    expect(displayWidth("✓ → ▇┃░ ✕")).toBe(9);
  });

  it("loses nothing and keeps within the columns, in both languages", () => {
    const word = fc.oneof(
      fc.stringMatching(/^[a-z]{1,12}$/),
      fc.constantFrom("余裕", "が", "ありません。", "「組」", "、", "127.0.0.1:80"),
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), fc.constantFrom("en" as const, "ja" as const), (words, language) => {
        const text = words.join(" ");
        const lines = wrapText(text, 40, language);
        expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
        for (const line of lines) if (/[ ]/.test(line.trim())) expect(displayWidth(line)).toBeLessThanOrEqual(40);
      }),
    );
  });

  it("begins no line with what closes a sentence and ends none with what opens a bracket", () => {
    const text = "ポートの余裕がありません。次の組 (もっとも厳しい組) を確認してください。「範囲」を広げるのは最後です。";
    for (let columns = 12; columns <= 60; columns++)
      for (const line of wrapText(text, columns, "ja")) {
        expect(line).not.toMatch(/^[。、」)]/);
        expect(line).not.toMatch(/[「(]$/);
      }
  });

  it("keeps an address whole", () => {
    expect(wrapText("Closest: 127.0.0.1 → 10.200.100.100:21555.", 30, "en")).toEqual(["Closest: 127.0.0.1 →", "10.200.100.100:21555."]);
  });

  it("lays parts out, and goes to an indented line where the next does not fit", () => {
    expect(flowParts(["aaaa", "bbbb", "cccc"], 10, "> ")).toEqual(["aaaa  bbbb", "> cccc"]);
  });
});
