import { type Address, MAPPED_WORD } from "../network/address.ts";
import type { PortInterval } from "../network/port-interval.ts";
import { TCP_STATE_NUMBER } from "../network/tcp-state.ts";
import { isDryRun } from "./dry-run.ts";

/** Flag bits of one socket, as far as the source can tell. */
export const SOCKET_FLAG = {
  /** IP_BIND_ADDRESS_NO_PORT was set (INET_DIAG_SOCKOPT byte 1 bit 0). */
  noPort: 1,
  /** SKV6ONLY was present and set; INET_DIAG shows it for LISTEN and CLOSE only. */
  v6Only: 2,
  /** TCP_FASTOPEN_CONNECT is waiting (INET_DIAG_SOCKOPT byte 1 bit 2): a dry-run connect. */
  deferConnect: 4,
} as const;

/**
 * Takes sockets one by one, without an object each. Addresses are raw words (see Address); a v4-mapped address is passed
 * as the kernel gives it. Listeners come first.
 */
export interface SocketSink {
  add(
    family: 4 | 6,
    /** Kernel state number; 7 (CLOSE) is bound-inactive for TCP and unconnected for UDP. */
    state: number,
    localPort: number,
    remotePort: number,
    local0: number,
    local1: number,
    local2: number,
    local3: number,
    remote0: number,
    remote1: number,
    remote2: number,
    remote3: number,
    /** Milliseconds until the TIME_WAIT or FIN_WAIT_2 timer fires; 0 for other states. */
    expiresMs: number,
    /** SOCKET_FLAG bits. */
    flags: number,
    /** Interface index the socket is bound to, 0 for none. */
    device: number,
    /** 0 where the socket has none: TIME_WAIT and orphans. */
    inode: number,
  ): void;
}

/** Bits of `portClass`. */
export const PORT_CLASS = { inRange: 1, reserved: 2, listener: 4 } as const;

const GROUP_STRIDE = 10;
const { timeWait: TIME_WAIT, listen: LISTEN, synRecv: SYN_RECV } = TCP_STATE_NUMBER;
/** The kernel's TCP_NEW_SYN_RECV; INET_DIAG shows it as SYN_RECV. */
const NEW_SYN_RECV = 12;

const grown = <T extends Uint8Array | Uint16Array | Uint32Array | Int32Array>(from: T, capacity: number): T => {
  const to = new (from.constructor as new (length: number) => T)(capacity);
  to.set(from);
  return to;
};

/**
 * The sockets of one protocol in one network namespace, as columns.
 *
 * Only sockets whose local port lies in the range are kept; all are counted by state. Sockets with the same local
 * address, remote endpoint and device share a *group*, so an outbound tuple is one group. The table is reused: `reset`
 * keeps its memory.
 */
export class SocketTable implements SocketSink {
  length = 0;
  port = new Uint16Array(1024);
  group = new Int32Array(1024);
  state = new Uint8Array(1024);
  flags = new Uint8Array(1024);
  expiresMs = new Int32Array(1024);
  inode = new Uint32Array(1024);

  groupCount = 0;
  /** Per group: four local words, four remote words, family << 16 | remote port, device. */
  private groups = new Int32Array(256 * GROUP_STRIDE);
  private slots = new Int32Array(512).fill(-1);

  /** The range's ends; null and 65,535 where it is not known. */
  rangeLow: number | null = null;
  rangeHigh = 65_535;
  /** PORT_CLASS bits of every port; without a known range every port counts as in range. */
  readonly portClass = new Uint8Array(65_536);
  readonly stateCounts = { v4: new Uint32Array(16), v6: new Uint32Array(16) };
  /** Every socket seen, in range or not. */
  seen = 0;
  /** TIME_WAIT entries on a listener's port: they cost no ephemeral port. */
  serverTimeWait = 0;
  /** Whether flags and devices are known: INET_DIAG shows them (v6Only of LISTEN and CLOSE only), /proc/net shows none. */
  knowsOptions = true;

  /** Empties the table for one namespace. `knowsOptions` is false where the source is /proc/net. */
  reset(range: PortInterval | null, reserved: readonly PortInterval[] | null, knowsOptions = true): void {
    this.length = 0;
    this.groupCount = 0;
    this.seen = 0;
    this.serverTimeWait = 0;
    this.knowsOptions = knowsOptions;
    this.rangeLow = range?.low ?? null;
    this.rangeHigh = range?.high ?? 65_535;
    this.slots.fill(-1);
    this.stateCounts.v4.fill(0);
    this.stateCounts.v6.fill(0);
    this.portClass.fill(0);
    this.portClass.fill(PORT_CLASS.inRange, range?.low ?? 0, (range?.high ?? 65_535) + 1);
    for (const { low, high } of reserved ?? []) for (let port = low; port <= high; port++) this.portClass[port]! |= PORT_CLASS.reserved;
  }

  add(
    family: 4 | 6,
    state: number,
    localPort: number,
    remotePort: number,
    local0: number,
    local1: number,
    local2: number,
    local3: number,
    remote0: number,
    remote1: number,
    remote2: number,
    remote3: number,
    expiresMs: number,
    flags: number,
    device: number,
    inode: number,
  ): void {
    if (isDryRun(state, remotePort, remote0, remote1, remote2, remote3)) return;
    const counts = family === 4 ? this.stateCounts.v4 : this.stateCounts.v6;
    counts[state === NEW_SYN_RECV ? SYN_RECV : state & 15]!++;
    this.seen++;
    const portClass = this.portClass[localPort]!;
    if (state === LISTEN) this.portClass[localPort] = portClass | PORT_CLASS.listener;
    else if (state === TIME_WAIT && (portClass & PORT_CLASS.listener) !== 0) this.serverTimeWait++;
    // A request socket owns no port: it is the listener's.
    if ((portClass & PORT_CLASS.inRange) === 0 || state === SYN_RECV || state === NEW_SYN_RECV) return;

    const row = this.length++;
    if (row === this.port.length) this.growRows();
    const isMapped = family === 6 && local2 === MAPPED_WORD && local0 === 0 && local1 === 0;
    this.group[row] = isMapped
      ? this.groupOf((4 << 16) | remotePort, local3, 0, 0, 0, remote3, 0, 0, 0, device)
      : this.groupOf((family << 16) | remotePort, local0, local1, local2, local3, remote0, remote1, remote2, remote3, device);
    this.port[row] = localPort;
    this.state[row] = state;
    this.flags[row] = flags;
    this.expiresMs[row] = expiresMs;
    this.inode[row] = inode;
  }

  groupFamily(group: number): 4 | 6 {
    return (this.groups[group * GROUP_STRIDE + 8]! >>> 16) as 4 | 6;
  }

  groupRemotePort(group: number): number {
    return this.groups[group * GROUP_STRIDE + 8]! & 0xffff;
  }

  groupDevice(group: number): number {
    return this.groups[group * GROUP_STRIDE + 9]!;
  }

  groupLocal(group: number): Address {
    return this.addressAt(group, 0);
  }

  groupRemote(group: number): Address {
    return this.addressAt(group, 4);
  }

  /** The same number for the same addresses, remote port and device in every table, and rarely for others. */
  groupHash(group: number): number {
    const [from, to] = [group * GROUP_STRIDE, (group + 1) * GROUP_STRIDE];
    let hash = 0x811c9dc5;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ (hash >>> 13) ^ this.groups[at]!, 0x85ebca77);
    return hash;
  }

  /** The group of one tuple, or −1 when the table holds no socket of it. */
  findGroup(local: Address, remote: Address, remotePort: number, device: number): number {
    const key = (local.family << 16) | remotePort;
    const slot = this.slotOf(key, ...local.words, ...remote.words, device);
    return this.slots[slot]!;
  }

  private addressAt(group: number, offset: 0 | 4): Address {
    const at = group * GROUP_STRIDE + offset;
    const { groups } = this;
    return { family: this.groupFamily(group), words: [groups[at]!, groups[at + 1]!, groups[at + 2]!, groups[at + 3]!] };
  }

  private groupOf(
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
    const slot = this.slotOf(key, l0, l1, l2, l3, r0, r1, r2, r3, device);
    const found = this.slots[slot]!;
    if (found >= 0) return found;
    const group = this.groupCount++;
    if (this.groupCount * GROUP_STRIDE > this.groups.length) this.groups = grown(this.groups, this.groups.length * 2);
    const at = group * GROUP_STRIDE;
    const { groups } = this;
    groups[at] = l0;
    groups[at + 1] = l1;
    groups[at + 2] = l2;
    groups[at + 3] = l3;
    groups[at + 4] = r0;
    groups[at + 5] = r1;
    groups[at + 6] = r2;
    groups[at + 7] = r3;
    groups[at + 8] = key;
    groups[at + 9] = device;
    this.slots[slot] = group;
    if (this.groupCount * 2 > this.slots.length) this.growSlots();
    return group;
  }

  /** Open addressing, linear probing: the slot that holds the group, or the empty one where it belongs. */
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
    const { slots, groups } = this;
    const mask = slots.length - 1;
    let hash = Math.imul(l0, 0x9e3779b1) ^ Math.imul(r0, 0x85ebca77) ^ Math.imul(key, 0xc2b2ae3d) ^ device;
    const isV4 = key >>> 16 === 4;
    if (!isV4) {
      hash ^= Math.imul(l3 ^ Math.imul(l2, 31) ^ Math.imul(l1, 17), 0x27d4eb2f);
      hash ^= Math.imul(r3 ^ Math.imul(r2, 31) ^ Math.imul(r1, 17), 0x165667b1);
    }
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x2c1b3c6d);
    hash ^= hash >>> 13;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const group = slots[slot]!;
      if (group < 0) return slot;
      const at = group * GROUP_STRIDE;
      if (groups[at + 8] !== key || groups[at] !== l0 || groups[at + 4] !== r0 || groups[at + 9] !== device) continue;
      if (
        isV4 ||
        (groups[at + 7] === r3 &&
          groups[at + 3] === l3 &&
          groups[at + 1] === l1 &&
          groups[at + 2] === l2 &&
          groups[at + 5] === r1 &&
          groups[at + 6] === r2)
      )
        return slot;
    }
  }

  private growRows(): void {
    const capacity = this.port.length * 2;
    this.port = grown(this.port, capacity);
    this.group = grown(this.group, capacity);
    this.state = grown(this.state, capacity);
    this.flags = grown(this.flags, capacity);
    this.expiresMs = grown(this.expiresMs, capacity);
    this.inode = grown(this.inode, capacity);
  }

  private growSlots(): void {
    this.slots = new Int32Array(this.slots.length * 2).fill(-1);
    const { groups } = this;
    for (let group = 0; group < this.groupCount; group++) {
      const at = group * GROUP_STRIDE;
      const slot = this.slotOf(
        groups[at + 8]!,
        groups[at]!,
        groups[at + 1]!,
        groups[at + 2]!,
        groups[at + 3]!,
        groups[at + 4]!,
        groups[at + 5]!,
        groups[at + 6]!,
        groups[at + 7]!,
        groups[at + 9]!,
      );
      this.slots[slot] = group;
    }
  }
}
