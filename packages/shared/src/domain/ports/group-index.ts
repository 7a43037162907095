import { type Address, MAPPED_WORD } from "../network/address.ts";

/** Per group: four local words, four remote words, family << 16 | remote port, device. */
const STRIDE = 10;

const IPV4_KEY = 4 << 16;
const IPV6_KEY = 6 << 16;

/**
 * Numbers the tuples of one table, in order of appearance: local address, remote endpoint and device. Addresses are raw
 * words (see Address). Its memory is used again after `reset`.
 */
export class GroupIndex {
  count = 0;
  private words = new Int32Array(256 * STRIDE);
  private slots = new Int32Array(512).fill(-1);

  reset(): void {
    this.count = 0;
    this.slots.fill(-1);
  }

  family(group: number): 4 | 6 {
    return (this.words[group * STRIDE + 8]! >>> 16) as 4 | 6;
  }

  remotePort(group: number): number {
    return this.words[group * STRIDE + 8]! & 0xffff;
  }

  device(group: number): number {
    return this.words[group * STRIDE + 9]!;
  }

  local(group: number): Address {
    return this.addressAt(group, 0);
  }

  remote(group: number): Address {
    return this.addressAt(group, 4);
  }

  /** The same number for the same addresses, remote port and device in every table, and rarely for others. */
  hash(group: number): number {
    const [from, to] = [group * STRIDE, (group + 1) * STRIDE];
    let hash = 0x811c9dc5;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ (hash >>> 13) ^ this.words[at]!, 0x85ebca77);
    return hash;
  }

  /** The group of one tuple, or −1 when there is none. */
  find(local: Address, remote: Address, remotePort: number, device: number): number {
    const key = (local.family << 16) | remotePort;
    const slot =
      local.family === 4
        ? this.slotOfV4(key, local.words[0], remote.words[0], device)
        : this.slotOf(key, ...local.words, ...remote.words, device);
    return this.slots[slot]!;
  }

  /** The number of an IPv4 tuple: one word an address. */
  ofV4(remotePort: number, local: number, remote: number, device: number): number {
    const key = IPV4_KEY | remotePort;
    const slot = this.slotOfV4(key, local, remote, device);
    const found = this.slots[slot]!;
    return found >= 0 ? found : this.add(slot, key, local, 0, 0, 0, remote, 0, 0, 0, device);
  }

  /** The number of an IPv6 tuple; a v4-mapped one is the IPv4 tuple. */
  ofV6(
    remotePort: number,
    l0: number,
    l1: number,
    l2: number,
    l3: number,
    r0: number,
    r1: number,
    r2: number,
    r3: number,
    device: number,
  ): number {
    if (l2 === MAPPED_WORD && l0 === 0 && l1 === 0) return this.ofV4(remotePort, l3, r3, device);
    const key = IPV6_KEY | remotePort;
    const slot = this.slotOf(key, l0, l1, l2, l3, r0, r1, r2, r3, device);
    const found = this.slots[slot]!;
    return found >= 0 ? found : this.add(slot, key, l0, l1, l2, l3, r0, r1, r2, r3, device);
  }

  private addressAt(group: number, offset: 0 | 4): Address {
    const at = group * STRIDE + offset;
    const { words } = this;
    return { family: this.family(group), words: [words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!] };
  }

  private add(
    slot: number,
    key: number,
    l0: number,
    l1: number,
    l2: number,
    l3: number,
    r0: number,
    r1: number,
    r2: number,
    r3: number,
    device: number,
  ): number {
    const group = this.count++;
    if (this.count * STRIDE > this.words.length) this.growWords();
    this.words.set([l0, l1, l2, l3, r0, r1, r2, r3, key, device], group * STRIDE);
    this.slots[slot] = group;
    if (this.count * 2 > this.slots.length) this.growSlots();
    return group;
  }

  /** Open addressing, linear probing: the slot that holds the group, or the empty one where it belongs. */
  private slotOfV4(key: number, l0: number, r0: number, device: number): number {
    const { slots, words } = this;
    const mask = slots.length - 1;
    for (let slot = spread(hashOf(key, l0, r0, device)) & mask; ; slot = (slot + 1) & mask) {
      const group = slots[slot]!;
      if (group < 0) return slot;
      const at = group * STRIDE;
      if (words[at + 8] === key && words[at] === l0 && words[at + 4] === r0 && words[at + 9] === device) return slot;
    }
  }

  private slotOf(
    key: number,
    l0: number,
    l1: number,
    l2: number,
    l3: number,
    r0: number,
    r1: number,
    r2: number,
    r3: number,
    device: number,
  ): number {
    const { slots, words } = this;
    const mask = slots.length - 1;
    let hash = hashOf(key, l0, r0, device);
    hash ^= Math.imul(l3 ^ Math.imul(l2, 31) ^ Math.imul(l1, 17), 0x27d4eb2f);
    hash ^= Math.imul(r3 ^ Math.imul(r2, 31) ^ Math.imul(r1, 17), 0x165667b1);
    for (let slot = spread(hash) & mask; ; slot = (slot + 1) & mask) {
      const group = slots[slot]!;
      if (group < 0) return slot;
      const at = group * STRIDE;
      if (
        words[at + 8] === key &&
        words[at + 9] === device &&
        words[at] === l0 &&
        words[at + 1] === l1 &&
        words[at + 2] === l2 &&
        words[at + 3] === l3 &&
        words[at + 4] === r0 &&
        words[at + 5] === r1 &&
        words[at + 6] === r2 &&
        words[at + 7] === r3
      )
        return slot;
    }
  }

  private growWords(): void {
    const grown = new Int32Array(this.words.length * 2);
    grown.set(this.words);
    this.words = grown;
  }

  private growSlots(): void {
    this.slots = new Int32Array(this.slots.length * 2).fill(-1);
    for (let group = 0; group < this.count; group++) {
      const { words: local } = this.local(group);
      const { words: remote } = this.remote(group);
      const [key, device] = [this.words[group * STRIDE + 8]!, this.device(group)];
      const isV4 = this.family(group) === 4;
      const slot = isV4 ? this.slotOfV4(key, local[0], remote[0], device) : this.slotOf(key, ...local, ...remote, device);
      this.slots[slot] = group;
    }
  }
}

const hashOf = (key: number, local: number, remote: number, device: number): number =>
  Math.imul(local, 0x9e3779b1) ^ Math.imul(remote, 0x85ebca77) ^ Math.imul(key, 0xc2b2ae3d) ^ device;

const spread = (hash: number): number => {
  const half = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return half ^ (half >>> 13);
};
