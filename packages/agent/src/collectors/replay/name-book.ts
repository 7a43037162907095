import { type Address, formatAddress } from "@berth/shared/domain/network/address.ts";

/**
 * Stands addresses in for names, where a listing shows names only, and takes them back: 240.0.0.0/4 is never assigned
 * (RFC 1112), 100::/64 is for discarding (RFC 6666).
 */
export class NameBook {
  readonly #byName = new Map<string, Address>();
  readonly #names = new Map<string, string>();

  get size(): number {
    return this.#byName.size;
  }

  addressOf(name: string, family: 4 | 6): Address {
    const key = `${family} ${name}`;
    const known = this.#byName.get(key);
    if (known) return known;
    const number = this.#byName.size + 1;
    const address: Address =
      family === 4
        ? { family, words: [0xf0 | ((number >>> 16) << 8) | (((number >>> 8) & 255) << 16) | ((number & 255) << 24) | 0, 0, 0, 0] }
        : { family, words: [1, 0, 0, number << 8] };
    this.#byName.set(key, address);
    this.#names.set(formatAddress(address), name);
    return address;
  }

  /** The name that an address stands for; the address itself where it is one. */
  textOf(address: string): string {
    return this.#names.get(address) ?? address;
  }
}
