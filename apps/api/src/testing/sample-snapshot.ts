import type { NamespaceSnapshot, Snapshot, Tuple } from "@berth/shared/domain/host/snapshot.ts";
import { TCP_STATES, type TcpState } from "@berth/shared/domain/network/tcp-state.ts";

const CAPACITY = 28_232;
const NO_SOCKETS = Object.fromEntries(TCP_STATES.map((state) => [state, 0])) as Record<TcpState, number>;
const roomOf = (used: number) => ({ unlimited: false as const, low: CAPACITY - used, high: CAPACITY - used, best: CAPACITY - used });

/** One tuple of a host with the default range, of which `used` ports are taken. */
export const sampleTuple = (used: number, port = 6379): Tuple => ({
  protocol: "tcp",
  source: "10.0.3.17",
  destination: { address: "10.4.7.21", port },
  capacity: CAPACITY,
  held: used,
  blocked: 0,
  used,
  established: used,
  timeWait: 0,
  reusableTimeWait: 0,
  closeWait: 0,
  synSent: 0,
  finWait: 0,
  closesPerSecond: [1, 2, 3, 4, 5, 6],
  releases: Array.from({ length: 60 }, () => 0),
  headroom: roomOf(used),
  holders: [],
});

export const sampleNamespace = (tuples: Tuple[]): NamespaceSnapshot => ({
  id: "4026531840",
  kind: "host",
  name: null,
  source: "netlink",
  range: { low: 32_768, high: 60_999 },
  reserved: [],
  capacity: CAPACITY,
  settings: {
    tcpTwReuse: 2,
    tcpTwReuseDelayMs: 1000,
    tcpTimestamps: 1,
    tcpFinTimeoutSeconds: 60,
    tcpMaxTwBuckets: 262_144,
    ipAutobindReuse: false,
    ipUnprivilegedPortStart: 1024,
    tcpFastopen: 1,
    somaxconn: 4096,
  },
  tcpStates: { v4: NO_SOCKETS, v6: NO_SOCKETS },
  tcpPortsInRange: tuples.reduce((sum, { used }) => sum + used, 0),
  udp: { sockets: 1, portsInRange: 1, autobind: { v4: roomOf(1), v6: roomOf(0) } },
  pools: [{ source: "10.0.3.17", capacity: CAPACITY, used: 7, boundInactive: 0, headroom: roomOf(7) }],
  tuples,
  otherTuples: { count: 0, entries: 0, worstUsedRatio: null, coverage: 1 },
  listeners: [],
  processes: [],
  serverTimeWait: 0,
  strip: { portsPerCell: 14, evenCells: 1009, cells: "AAAA", source: null, destination: null },
});

/** A healthy snapshot, or one whose tightest tuple holds `used` ports. */
export const sampleSnapshot = (capturedAtMs: number, { used = 100, hostname = "app-1", tuples = [sampleTuple(used)] } = {}): Snapshot => ({
  version: 1,
  sequence: 1,
  bootId: "6f1c2a52-8a0e-4a4e-9f43-0d5bb8a1f001",
  capturedAtMs,
  windowMs: 10_000,
  host: {
    hostname,
    os: "linux",
    osVersion: "Debian GNU/Linux 12",
    kernel: "6.1.0-28-amd64",
    agentVersion: "0.1.0",
    labels: { role: "web" },
  },
  namespaces: [sampleNamespace(tuples)],
  counters: null,
  conntrack: null,
  failures: [],
  gaps: [],
  agent: { rssBytes: 50_000_000, cpuMs: 12, spooled: 0, dropped: 0 },
});
