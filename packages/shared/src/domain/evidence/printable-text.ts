/** What of a hostile text may be stored and shown: no control or formatting character, and no half of a cut pair. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

type Stead = string | ((character: string) => string);

/**
 * At most `maxLength` UTF-16 units, with `stead` for every character that could steer a terminal or that a database refuses; a
 * `stead` of more than one unit comes on top of the length.
 */
export const printableText = (text: string, maxLength: number, stead: Stead = "\ufffd"): string =>
  // A function for both: in a string a dollar sign would have a meaning.
  cutText(text, maxLength).replaceAll(UNPRINTABLE, typeof stead === "string" ? () => stead : stead);

/** The same, with an ellipsis where something was cut off. */
export const shortenedText = (text: string, maxLength: number): string =>
  text.length <= maxLength ? printableText(text, maxLength) : `${printableText(text, maxLength - 1)}…`;

/** A pair whose second half would be cut off is left out whole. */
function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const cut = text.slice(0, maxLength);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}
