const NUL = 0;

/**
 * The text of a file that some other host wrote: UTF-8, UTF-16 as PowerShell's `>` writes it, or an OEM code page. Of the
 * last, digits, signs and columns come out right, and letters beyond ASCII as single marks; nothing here is told by words.
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return utf16(bytes.subarray(2), true);
  if (first === 0xfe && second === 0xff) return utf16(bytes.subarray(2), false);
  if (first === 0xef && second === 0xbb && third === 0xbf) return utf8(bytes.subarray(3)) ?? singleBytes(bytes.subarray(3));
  const wide = guessUtf16(bytes);
  if (wide !== null) return utf16(bytes, wide);
  return utf8(bytes) ?? singleBytes(bytes);
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return utf8ButItsEnd(bytes);
  }
}

/** A file that was cut may end inside one character. */
function utf8ButItsEnd(bytes: Uint8Array): string | null {
  for (let missing = 1; missing <= 3 && missing < bytes.length; missing++) {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, bytes.length - missing));
    } catch {
      // One byte less.
    }
  }
  return null;
}

/** Every byte a character: what lies beyond ASCII only keeps its place. */
function singleBytes(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return parts.join("");
}

function utf16(bytes: Uint8Array, isLittleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let from = 0; from + 1 < bytes.length; from += 8192) {
    const units: number[] = [];
    for (let at = from; at + 1 < Math.min(bytes.length, from + 8192); at += 2) units.push(view.getUint16(at, isLittleEndian));
    parts.push(String.fromCharCode(...units));
  }
  return parts.join("");
}

/** Without a mark: in UTF-16 every second byte of ASCII is zero. True: the low byte comes first. */
function guessUtf16(bytes: Uint8Array): boolean | null {
  const sample = Math.min(bytes.length, 512) & ~1;
  if (sample < 4) return null;
  let [even, odd] = [0, 0];
  for (let at = 0; at < sample; at += 2) {
    if (bytes[at] === NUL) even++;
    if (bytes[at + 1] === NUL) odd++;
  }
  const most = sample / 2 / 2;
  if (odd > most && even < odd / 4) return true;
  return even > most && odd < even / 4 ? false : null;
}
