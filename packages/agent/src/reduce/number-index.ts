/** Beyond this share of its slots an open-addressing table is slow. */
const FULL = 0.5;
const SLOTS_MIN = 64;

/**
 * Finds a slot by a whole number from 1 to 2³² − 1, without an object for each: open addressing, linear probing. What
 * belongs to a number stands in columns of the caller's, at the number's slot.
 */
export class NumberIndex {
  size = 0;
  #keys = new Uint32Array(SLOTS_MIN);

  get slots(): number {
    return this.#keys.length;
  }

  /** Empties it, and makes room for so many numbers. */
  reset(expected: number): void {
    const slots = slotsFor(expected);
    if (slots > this.#keys.length || slots * 8 < this.#keys.length) this.#keys = new Uint32Array(slots);
    else this.#keys.fill(0);
    this.size = 0;
  }

  /** The slot of a number, or −1. */
  find(key: number): number {
    const slot = this.#probe(key);
    return this.#keys[slot] === 0 ? -1 : slot;
  }

  /** The slot of a number, new or not. It must fit: as many as `reset` was told. */
  put(key: number): number {
    const slot = this.#probe(key);
    if (this.#keys[slot] === 0) {
      this.#keys[slot] = key;
      this.size++;
    }
    return slot;
  }

  /** 0 where a slot is empty. */
  keyAt(slot: number): number {
    return this.#keys[slot]!;
  }

  #probe(key: number): number {
    const keys = this.#keys;
    const mask = keys.length - 1;
    // Numbers come in rows and in strides: every bit of them must reach every bit of the slot (the finalizer of MurmurHash3).
    let hash = Math.imul(key ^ (key >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    let slot = (hash ^ (hash >>> 16)) & mask;
    while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }
}

function slotsFor(expected: number): number {
  let slots = SLOTS_MIN;
  while (slots * FULL < expected + 1) slots *= 2;
  return slots;
}
