import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Text } from "../../contract/scalars.ts";
import { printableText, shortenedText } from "./printable-text.ts";

const hostile = fc.string({
  unit: fc.constantFrom("a", " ", "\0", "\n", "\u001b", "\u009b", "\u202e", "\u2028", "\ud83d", "\ude00", "😀", "é", "名"),
  maxLength: 40,
});

describe("printable text", () => {
  test("of anything is what the wire takes, and steers no terminal", () => {
    fc.assert(
      fc.property(hostile, fc.nat(40), (text, length) => {
        for (const shown of [printableText(text, length), shortenedText(text, length + 1)]) {
          expect(Text(length + 1, 0).safeParse(shown).success).toBe(true);
          expect(shown).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        }
      }),
    );
  });

  test("leaves out a pair that the cut would halve, and says where it cut", () => {
    expect(printableText("ab😀", 3)).toBe("ab");
    expect(shortenedText("ab😀c", 4)).toBe("ab…");
    expect(shortenedText("ab😀", 4)).toBe("ab😀");
  });

  test("takes what stands for a character as it is", () => {
    expect(printableText("a\0b", 9, "$&")).toBe("a$&b");
    expect(printableText("a\u202eb", 9, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`)).toBe("a\\u{202e}b");
  });
});
