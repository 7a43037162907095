/**
 * IP addresses as the kernel keeps them: four raw 32-bit words, network byte order in memory, read little-endian and
 * signed, so that a column of an Int32Array needs no conversion. IPv4 uses the first word.
 */
export interface Address {
  family: 4 | 6;
  words: readonly [number, number, number, number];
}

/** The third word of ::ffff:0:0/96 as read little-endian. */
export const MAPPED_WORD = -65_536;

export const ANY_V4: Address = { family: 4, words: [0, 0, 0, 0] };
export const ANY_V6: Address = { family: 6, words: [0, 0, 0, 0] };

export const isWildcard = ({ words: [a, b, c, d] }: Address): boolean => (a | b | c | d) === 0;

/** 127.0.0.0/8 or ::1; a v4-mapped address is IPv4 by the time it is an Address. */
export function isLoopback({ family, words: [a, b, c, d] }: Address): boolean {
  return family === 4 ? (a & 0xff) === 127 : a === 0 && b === 0 && c === 0 && d === 0x01_00_00_00;
}

export const sameAddress = (a: Address, b: Address): boolean =>
  a.family === b.family && a.words.every((word, index) => word === b.words[index]);

/** Dotted quad of one raw word. */
const formatV4 = (word: number): string => `${word & 255}.${(word >>> 8) & 255}.${(word >>> 16) & 255}.${word >>> 24}`;

/** RFC 5952: lower case, the first longest run of two or more zero groups shortened. */
function formatV6(words: readonly number[]): string {
  const groups = words.flatMap((word) => [((word & 255) << 8) | ((word >>> 8) & 255), (((word >>> 16) & 255) << 8) | (word >>> 24)]);
  let start = -1;
  let longest = 1;
  for (let from = 0; from < 8; from++) {
    let to = from;
    while (to < 8 && groups[to] === 0) to++;
    if (to - from > longest) {
      longest = to - from;
      start = from;
    }
  }
  const hex = (part: number[]) => part.map((group) => group.toString(16)).join(":");
  return start < 0 ? hex(groups) : `${hex(groups.slice(0, start))}::${hex(groups.slice(start + longest))}`;
}

export const formatAddress = ({ family, words }: Address): string => (family === 4 ? formatV4(words[0]) : formatV6(words));

/** `10.0.0.5:6379`, `[2001:db8::1]:443`. */
export const formatEndpoint = (address: string, port: number): string =>
  address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;

const [DOT, ZERO, NINE] = [46, 48, 57];

/** By hand, character by character: every listener and tuple of every snapshot comes through here. */
function parseV4(text: string): number | null {
  let [word, byte, digits, shift] = [0, 0, 0, 0];
  for (let index = 0; index <= text.length; index++) {
    const code = index === text.length ? DOT : text.charCodeAt(index);
    if (code === DOT) {
      if (digits === 0 || byte > 255 || shift > 24) return null;
      word |= byte << shift;
      [byte, digits, shift] = [0, 0, shift + 8];
    } else {
      // A leading zero is octal to some programs and decimal to others.
      if (code < ZERO || code > NINE || digits === 3 || (digits > 0 && byte === 0)) return null;
      byte = byte * 10 + code - ZERO;
      digits++;
    }
  }
  return shift === 32 ? word : null;
}

function parseGroups(text: string): number[] | null {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    if (part.includes(".") && index === parts.length - 1) {
      const word = parseV4(part);
      if (word === null) return null;
      groups.push(((word & 255) << 8) | ((word >>> 8) & 255), (((word >>> 16) & 255) << 8) | (word >>> 24));
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return null;
  }
  return groups;
}

function parseV6(text: string): Address | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const head = parseGroups(halves[0]!);
  const tail = halves.length === 2 ? parseGroups(halves[1]!) : [];
  if (!head || !tail) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...new Array<number>(missing).fill(0), ...tail];
  const word = (index: number) => {
    const [high, low] = [groups[2 * index]!, groups[2 * index + 1]!];
    return (high >>> 8) | ((high & 255) << 8) | ((low >>> 8) << 16) | ((low & 255) << 24);
  };
  return unmapped({ family: 6, words: [word(0), word(1), word(2), word(3)] });
}

/** ::ffff:a.b.c.d is the IPv4 tuple space to the kernel, so it is IPv4 here (measured: such sockets share its ports). */
function unmapped(address: Address): Address {
  const [a, b, c, d] = address.words;
  const isMapped = address.family === 6 && a === 0 && b === 0 && c === MAPPED_WORD;
  return isMapped ? { family: 4, words: [d, 0, 0, 0] } : address;
}

/** Null when the text is no address. Zones (`%eth0`) are the caller's: they name a device, not an address. */
export function parseAddress(text: string): Address | null {
  if (text.includes(":")) return parseV6(text);
  const word = parseV4(text);
  return word === null ? null : { family: 4, words: [word, 0, 0, 0] };
}
