/** Control, format (bidirectional overrides, zero-width) and private characters, lone surrogates, line and paragraph separators. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Names come from hosts and are hostile text: what would hide, reorder or break a line is shown as its code point. */
export const printable = (text: string): string => text.replace(INVISIBLE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
