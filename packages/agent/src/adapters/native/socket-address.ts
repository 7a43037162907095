import type { Address } from "@berth/shared/domain/network/address.ts";

export const AF = { unspec: 0, 4: 2, 6: 10 } as const;

/** struct sockaddr_in or sockaddr_in6, as bind(2) and connect(2) take it. */
export function socketAddress({ family, words }: Address, port: number): Uint8Array {
  const bytes = new Uint8Array(family === 4 ? 16 : 28);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, AF[family], true);
  view.setUint16(2, port);
  if (family === 4) view.setInt32(4, words[0], true);
  else for (const [index, word] of words.entries()) view.setInt32(8 + 4 * index, word, true);
  return bytes;
}

/** AF_UNSPEC: connect() to it undoes a connect. */
export const NOWHERE = new Uint8Array(16);
