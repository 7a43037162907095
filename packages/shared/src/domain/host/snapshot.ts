import type { PortInterval } from "../network/port-interval.ts";
import type { TcpStateCounts } from "../network/tcp-state.ts";
import type { Headroom } from "../ports/headroom.ts";
import type { Gap } from "./gap.ts";
import type { NetworkSettings } from "./settings.ts";

/** One look at a host, aggregated on the host. Times are epoch milliseconds by the host's clock, stamped once. */
export interface Snapshot {
  version: 1;
  /** Counts up by one per snapshot since the agent started; it only shows losses. */
  sequence: number;
  bootId: string;
  capturedAtMs: number;
  /** Time since the previous snapshot, which `counters` cover; null on the first. */
  windowMs: number | null;
  host: HostIdentity;
  /** The agent's own namespace stands first. */
  namespaces: NamespaceSnapshot[];
  counters: TcpCounters | null;
  conntrack: Conntrack | null;
  failures: PortFailure[];
  gaps: Gap[];
  agent: AgentUse;
}

export interface HostIdentity {
  hostname: string;
  os: "linux";
  osVersion: string;
  kernel: string;
  agentVersion: string;
  labels: Record<string, string>;
}

export const NAMESPACE_KINDS = ["host", "named", "container", "pod"] as const;
export type NamespaceKind = (typeof NAMESPACE_KINDS)[number];

/** Where a namespace's sockets were read: INET_DIAG, or /proc/net, which cannot see bound-inactive sockets. */
export const SOCKET_SOURCES = ["netlink", "proc"] as const;
export type SocketSource = (typeof SOCKET_SOURCES)[number];

/** One network namespace: a port space, a range and settings of its own. */
export interface NamespaceSnapshot {
  /** The inode of the namespace, in decimal. */
  id: string;
  kind: NamespaceKind;
  name: string | null;
  source: SocketSource;
  range: PortInterval | null;
  /** The reserved intervals, whole list, not only the part inside the range; null where unreadable. */
  reserved: PortInterval[] | null;
  /** |P|: ports of the range less the reserved ones; null where the range is unknown. */
  capacity: number | null;
  settings: NetworkSettings;
  tcpStates: { v4: TcpStateCounts; v6: TcpStateCounts } | null;
  /** Distinct local ports inside P held by any TCP socket or TIME_WAIT entry, listeners included. */
  tcpPortsInRange: number | null;
  udp: UdpUse | null;
  /** Bind-first pools, tightest first. */
  pools: BindPool[];
  /** Tuples, tightest first. */
  tuples: Tuple[];
  otherTuples: OtherTuples;
  listeners: Listener[];
  processes: ProcessUse[];
  /** Server-side TIME_WAIT: entries whose local port is a listener's, which cost no ephemeral port. */
  serverTimeWait: number | null;
  /** The range as a picture, for the tightest tuple; null where it was left out to keep the snapshot small. */
  strip: PortStrip | null;
}

/** UDP sockets: one pool per address; autobind needs a port free on every address of its family. */
export interface UdpUse {
  sockets: number;
  /** Distinct local ports inside P. */
  portsInRange: number;
  /** Headroom of an unbound connect() or sendto(), IPv4 and IPv6. */
  autobind: { v4: Headroom; v6: Headroom };
}

/** bind(source, 0) without a destination: one port each, whatever the destination. */
export interface BindPool {
  source: string;
  capacity: number;
  /** capacity − best headroom. */
  used: number;
  /** Sockets bound to this source that neither listen nor connect; null where they cannot be seen. */
  boundInactive: number | null;
  headroom: Headroom;
}

export interface Destination {
  address: string;
  port: number;
}

/** One (source, destination) pair over TCP, and how many more connections it can bear. */
export interface Tuple {
  protocol: "tcp";
  source: string;
  destination: Destination;
  capacity: number;
  /** Ports taken by this tuple's own non-reusable entries. */
  held: number;
  /** Ports taken from everyone by a bind-owned socket, and not already held. */
  blocked: number;
  /** held + blocked = capacity − best headroom. */
  used: number;
  established: number;
  timeWait: number;
  /** Part of `timeWait` that a new connection may take over. */
  reusableTimeWait: number;
  closeWait: number;
  synSent: number;
  /** FIN_WAIT_1, FIN_WAIT_2, CLOSING and LAST_ACK. */
  finWait: number;
  /** Closes per second in each of the last six windows of 10 s, oldest first, from the ages of TIME_WAIT entries. */
  closesPerSecond: number[];
  /** Ports that come back in each of the coming 60 seconds, from the timers of TIME_WAIT entries. */
  releases: number[];
  headroom: Headroom;
  /** Who holds the live sockets; empty where attribution is off or denied. */
  holders: Holder[];
}

export interface Holder {
  process: string;
  /** 0 to 1, of this tuple's live sockets. */
  share: number;
}

/** What was left out of `tuples`, so that nothing is hidden. */
export interface OtherTuples {
  count: number;
  /** Entries of those tuples together. */
  entries: number;
  /** The largest used ÷ capacity among them, 0 to 1; null when there is none. */
  worstUsedRatio: number | null;
  /** Share of in-range outbound entries that the listed tuples cover, 0 to 1. */
  coverage: number;
}

/** A socket that waits for peers on a port inside the range. */
export interface Listener {
  protocol: "tcp" | "udp";
  address: string;
  port: number;
  process: string | null;
  isReserved: boolean;
}

export interface ProcessUse {
  pid: number;
  name: string;
  /** systemd unit or container, where known. */
  unit: string | null;
  established: number;
  closeWait: number;
  other: number;
  oldestCloseWaitMs: number | null;
}

/** Deltas over `windowMs`. */
export interface TcpCounters {
  activeOpens: number;
  passiveOpens: number;
  attemptFails: number;
  outResets: number;
  timeWaitRecycled: number;
  timeWaitOverflow: number;
  listenDrops: number;
}

export interface Conntrack {
  count: number;
  max: number;
  buckets: number | null;
}

/** A failed port allocation that was seen to happen. */
export interface PortFailure {
  atMs: number;
  errno: number;
  operation: "connect" | "bind";
  protocol: "tcp" | "udp";
  source: string | null;
  destination: Destination | null;
  process: string | null;
  count: number;
}

/** What the agent itself costs and lost. */
export interface AgentUse {
  rssBytes: number;
  /** CPU time that the previous snapshot took, all threads; null on the first. */
  cpuMs: number | null;
  spooled: number;
  dropped: number;
}

/**
 * The range in at most 2,048 cells: first the even offsets from the range's low end, then the odd ones, because
 * connect() takes the even half before it touches the odd one.
 *
 * `cells` is base64 of one byte a cell, `kind << 5 | fill`, where `fill` is the taken share of the cell's ports,
 * 0 to 31, rounded up, and `kind` indexes STRIP_KINDS.
 */
export interface PortStrip {
  portsPerCell: number;
  /** Cells of the even half; the rest belongs to the odd half. */
  evenCells: number;
  cells: string;
  source: string | null;
  destination: Destination | null;
}

/** What dominates a cell. Where several are present, the later in this list wins; reserved only where nothing is taken. */
export const STRIP_KINDS = ["free", "reserved", "timeWaitOld", "timeWaitMid", "timeWaitNew", "live", "blocked"] as const;
export type StripKind = (typeof STRIP_KINDS)[number];
