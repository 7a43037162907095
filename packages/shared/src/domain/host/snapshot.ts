import type { PortInterval } from "../network/port-interval.ts";
import type { TcpStateCounts } from "../network/tcp-state.ts";
import type { Headroom } from "../ports/headroom.ts";
import type { ConfigurationChange, ConfiguredSetting } from "./configuration.ts";
import type { Declarations } from "./declarations.ts";
import type { LogEvidence } from "./evidence.ts";
import type { PortFailure } from "./failure.ts";
import type { FirewallReading } from "./firewall.ts";
import type { Gap } from "./gap.ts";
import type { OperatingSystem } from "./operating-system.ts";
import type { KubernetesNode, PublishedPort } from "./orchestration.ts";
import type { PortStrip } from "./port-strip.ts";
import type { NetworkAllowance, TcpPressure } from "./pressure.ts";
import type { DynamicPortService } from "./services.ts";
import type { NetworkSettings } from "./settings.ts";
import type { WindowsNetwork } from "./windows.ts";

/**
 * One look at a host, aggregated on the host. Times are epoch milliseconds by the host's clock, stamped once.
 *
 * A part that may be missing is one that not every agent reports: missing is "not looked at", and a gap says more where
 * there is more to say. An empty list is "looked, and there is none".
 */
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
  /** Those of the last 24 hours that the agent saw, newest last: a lost snapshot loses none of them. */
  failures: PortFailure[];
  /** Failures are seen as they happen. Otherwise `failures` may be empty because nobody looked. */
  isTraced?: boolean | undefined;
  /** What the host's logs say of failures, newest last. */
  logs?: LogEvidence[] | undefined;
  /** Settings as they are kept for the next start. */
  configured?: ConfiguredSetting[] | undefined;
  /** What changed in the last seven days, newest last. */
  changes?: ConfigurationChange[] | undefined;
  pressure?: TcpPressure | undefined;
  allowances?: NetworkAllowance[] | undefined;
  /** Null: this is no node. */
  kubernetes?: KubernetesNode | null | undefined;
  published?: PublishedPort[] | undefined;
  /** What was said of the host's surroundings where the agent was started. */
  declared?: Declarations | undefined;
  services?: DynamicPortService[] | undefined;
  windows?: WindowsNetwork | undefined;
  /** Set where this was read from files that somebody collected on the host, not on the host itself. */
  replay?: ReplaySource | undefined;
  gaps: Gap[];
  agent: AgentUse;
}

/** What of a bundle of files was left aside, by name. */
export interface ReplaySource {
  /** Named after no command that is known. */
  unknownFiles: string[];
  /** Known, and nothing in them is judged. */
  unusedFiles: string[];
}

export interface HostIdentity {
  hostname: string;
  os: OperatingSystem;
  osVersion: string;
  kernel: string;
  agentVersion: string;
  labels: Record<string, string>;
  /** Time since the system started. */
  uptimeMs?: number | undefined;
}

export const NAMESPACE_KINDS = ["host", "named", "container", "pod"] as const;
export type NamespaceKind = (typeof NAMESPACE_KINDS)[number];

/**
 * Where a namespace's sockets were read: INET_DIAG; /proc/net, which cannot see bound-inactive sockets; or the text that a
 * command printed.
 */
export const SOCKET_SOURCES = ["netlink", "proc", "listing"] as const;
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
  /** Open TCP and UDP sockets in the range, and those among them whose process was found; missing where nobody looked. */
  attributed?: { sockets: number; known: number } | undefined;
  /** Server-side TIME_WAIT: entries whose local port is a listener's, which cost no ephemeral port. */
  serverTimeWait: number | null;
  /** False: TIME_WAIT entries came without ages, so that rates are means over the hold time and releases evenly spread. */
  hasTimeWaitAges?: boolean | undefined;
  /** The range as a picture, for the tightest tuple; null where it was left out to keep the snapshot small. */
  strip: PortStrip | null;
  /** Bound sockets that its source may not show, at most; missing where it shows all. */
  hiddenSocketsMax?: number | undefined;
  /** How far the kernel itself was asked who took the ports. */
  settled?: SettledPorts | undefined;
  /** One for each family and tool that has rules; empty where no packet filter is loaded. */
  firewall?: FirewallReading[] | undefined;
  /** A sidecar proxy runs in this namespace: its name. Null: none does. */
  sidecar?: string | null | undefined;
}

export const SETTLING_METHODS = ["exact", "sampled", "passive"] as const;

/** Ports whose owner a snapshot cannot see, and how many of them the kernel was asked about. */
export interface SettledPorts {
  /** `exact`: all of them; `sampled`: some, so that intervals are estimates; `passive`: none. */
  method: (typeof SETTLING_METHODS)[number];
  open: number;
  asked: number;
  /** Whether this kernel frees a port for everyone when its last binder leaves; null where it was not found out. */
  bucketResets: boolean | null;
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
  /** Who holds the live sockets, and who held those now in TIME_WAIT; empty where attribution is off or denied. */
  holders: Holder[];
  /** New connections per second since the previous snapshot, from sockets that were not there then. */
  opensPerSecond?: number | undefined;
  /** Median life of the connections that ended or still live, as far as it was seen. */
  medianLifeMs?: number | undefined;
}

export interface Holder {
  process: string;
  /** 0 to 1, of this tuple's entries of that basis. */
  share: number;
  /** `live`: it has the sockets open; `inferred`: it had them open before they went into TIME_WAIT. */
  basis?: "live" | "inferred" | undefined;
  /** systemd unit, container or pod. */
  unit?: string | undefined;
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
  /** Distinct local ports of the range, TCP and UDP apart. */
  tcpPortsInRange?: number | undefined;
  udpPortsInRange?: number | undefined;
  boundInactive?: number | undefined;
  /** File descriptors, or handles on Windows; the limit is null where there is none. */
  descriptors?: { used: number; limit: number | null } | undefined;
  /** What it is written in or is, as far as the executable tells: `python`, `node`, `java`, `nginx`. */
  runtime?: string | undefined;
  startedMs?: number | undefined;
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
  synRetransmits?: number | undefined;
  abortsOnMemory?: number | undefined;
}

export interface Conntrack {
  count: number;
  max: number;
  buckets: number | null;
  /** Deltas over `windowMs`, of all CPUs together. */
  drops?: { dropped: number; earlyDropped: number; insertFailed: number } | undefined;
  /** The same since the namespace was made: what lies between two snapshots survives the loss of those in between. */
  dropTotals?: { dropped: number; earlyDropped: number; insertFailed: number } | undefined;
  /** Entries live so long after the last packet, in seconds. */
  timeouts?: { established: number; timeWait: number } | undefined;
}

/** What the agent itself costs and lost. */
export interface AgentUse {
  rssBytes: number;
  /** CPU time that the previous snapshot took, all threads; null on the first. */
  cpuMs: number | null;
  spooled: number;
  dropped: number;
}
