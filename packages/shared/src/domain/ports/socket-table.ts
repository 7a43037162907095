import type { Address } from "../network/address.ts";
import type { PortInterval } from "../network/port-interval.ts";
import { TCP_STATE_NUMBER } from "../network/tcp-state.ts";
import { DRY_RUN_PORT, isDryRun } from "./dry-run.ts";
import { GroupIndex } from "./group-index.ts";

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
export const PORT_CLASS = {
  inRange: 1,
  reserved: 2,
  /** A listener's, in range or not. */
  listener: 4,
  /** Some row has it. */
  owned: 8,
  /** A row of it listens, or is bound and idle: it took its port by bind(). */
  binder: 16,
} as const;

const { timeWait: TIME_WAIT, listen: LISTEN, close: CLOSE, synRecv: SYN_RECV } = TCP_STATE_NUMBER;
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

  private readonly groups = new GroupIndex();

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
    this.groups.reset();
    this.seen = 0;
    this.serverTimeWait = 0;
    this.knowsOptions = knowsOptions;
    this.rangeLow = range?.low ?? null;
    this.rangeHigh = range?.high ?? 65_535;
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
    if (remotePort === DRY_RUN_PORT && isDryRun(state, remotePort, remote0, remote1, remote2, remote3)) return;
    if (!this.count(family, state, localPort)) return;
    const row = this.length++;
    if (row === this.port.length) this.growRows();
    this.group[row] =
      family === 4
        ? this.groups.ofV4(remotePort, local0, remote0, device)
        : this.groups.ofV6(remotePort, local0, local1, local2, local3, remote0, remote1, remote2, remote3, device);
    this.port[row] = localPort;
    this.state[row] = state;
    this.flags[row] = flags;
    this.expiresMs[row] = expiresMs;
    this.inode[row] = inode;
  }

  /** Counts one socket and marks its port; answers whether it is kept. Apart from `add`, which so stays small enough to be inlined. */
  private count(family: 4 | 6, state: number, localPort: number): boolean {
    const counts = family === 4 ? this.stateCounts.v4 : this.stateCounts.v6;
    counts[state === NEW_SYN_RECV ? SYN_RECV : state & 15]!++;
    this.seen++;
    let portClass = this.portClass[localPort]!;
    if (state === TIME_WAIT && (portClass & PORT_CLASS.listener) !== 0) this.serverTimeWait++;
    if (state === LISTEN) portClass |= PORT_CLASS.listener;
    // A request socket owns no port: it is the listener's.
    const isKept = (portClass & PORT_CLASS.inRange) !== 0 && state !== SYN_RECV && state !== NEW_SYN_RECV;
    if (isKept) portClass |= state === LISTEN || state === CLOSE ? PORT_CLASS.owned | PORT_CLASS.binder : PORT_CLASS.owned;
    this.portClass[localPort] = portClass;
    return isKept;
  }

  get groupCount(): number {
    return this.groups.count;
  }

  groupFamily(group: number): 4 | 6 {
    return this.groups.family(group);
  }

  groupRemotePort(group: number): number {
    return this.groups.remotePort(group);
  }

  groupDevice(group: number): number {
    return this.groups.device(group);
  }

  groupLocal(group: number): Address {
    return this.groups.local(group);
  }

  groupRemote(group: number): Address {
    return this.groups.remote(group);
  }

  /** The same number for the same addresses, remote port and device in every table, and rarely for others. */
  groupHash(group: number): number {
    return this.groups.hash(group);
  }

  /** The group of one tuple, or −1 when the table holds no socket of it. */
  findGroup(local: Address, remote: Address, remotePort: number, device: number): number {
    return this.groups.find(local, remote, remotePort, device);
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
}
