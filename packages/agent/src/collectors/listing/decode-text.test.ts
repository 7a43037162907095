import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeText } from "./decode-text.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
function utf16(text: string, isLittleEndian: boolean, mark: boolean): Uint8Array {
  const bytes = new Uint8Array(2 * text.length + (mark ? 2 : 0));
  const view = new DataView(bytes.buffer);
  if (mark) view.setUint16(0, 0xfeff, isLittleEndian);
  for (let at = 0; at < text.length; at++) view.setUint16(2 * at + (mark ? 2 : 0), text.charCodeAt(at), isLittleEndian);
  return bytes;
}

describe("the text of a file from another host", () => {
  it("is UTF-8, with a mark and without", () => {
    expect(decodeText(utf8("État 443"))).toBe("État 443");
    expect(decodeText(Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8("État")]))).toBe("État");
  });

  it("is UTF-16 of either order, with a mark and, where it is mostly ASCII, without", () => {
    for (const isLittleEndian of [true, false])
      for (const mark of [true, false])
        expect(decodeText(utf16("  TCP    10.0.0.4:443 ABHÖREN\r\n", isLittleEndian, mark))).toBe("  TCP    10.0.0.4:443 ABHÖREN\r\n");
  });

  it("keeps digits, signs and columns of an unknown code page", () => {
    const shiftJis = Uint8Array.from([0x8f, 0xf3, 0x91, 0xd4, 0x20, ...utf8("10.0.0.4:443")]);
    expect(decodeText(shiftJis)).toHaveLength(5 + 12);
    expect(decodeText(shiftJis).endsWith(" 10.0.0.4:443")).toBe(true);
  });

  it("loses a character that the end of the file cut, and no more", () => {
    expect(decodeText(utf8("状態 443 状").subarray(0, -1))).toBe("状態 443 ");
  });

  it("never throws, and gives back what is UTF-8", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => typeof decodeText(bytes) === "string"));
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        fc.pre(!text.includes("\0") && !text.startsWith("\ufeff"));
        expect(decodeText(utf8(text))).toBe(text);
      }),
    );
  });
});
