/** What of a hostile text may be stored and shown: no control or formatting character, and no half of a cut pair. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** At most `maxLength` UTF-16 units, with `stead` for every character that could steer a terminal. */
export const printableText = (text: string, maxLength: number, stead: string): string =>
  text.slice(0, maxLength).replaceAll(UNPRINTABLE, stead);
