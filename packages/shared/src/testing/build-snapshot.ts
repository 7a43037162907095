import type { Gap } from "../domain/host/gap.ts";
import type { NetworkSettings } from "../domain/host/settings.ts";
import type { BindPool, Listener, NamespaceSnapshot, ProcessUse, Snapshot, Tuple, UdpUse } from "../domain/host/snapshot.ts";
import { clipIntervals, countPorts, intervalSize } from "../domain/network/port-interval.ts";
import { TCP_STATES, type TcpStateCounts } from "../domain/network/tcp-state.ts";
import type { Headroom } from "../domain/ports/headroom.ts";

/** 2026-03-01T12:00:00Z: every built snapshot was taken then, unless it says otherwise. */
export const BUILT_AT_MS = Date.UTC(2026, 2, 1, 12);

const DEFAULT_RANGE = { low: 32_768, high: 60_999 };
export const DEFAULT_CAPACITY = intervalSize(DEFAULT_RANGE);

/** A calm Linux host with one namespace and nothing outbound; say only what the test is about. */
export const buildSnapshot = (said: Partial<Snapshot> = {}): Snapshot => ({
  version: 1,
  sequence: 1,
  bootId: "7f0c7a52-6f3b-4a39-8a43-2f6b6a0c3f11",
  capturedAtMs: BUILT_AT_MS,
  windowMs: 10_000,
  host: { hostname: "api-prod-17", os: "linux", osVersion: "Debian 13", kernel: "6.18.4", agentVersion: "0.1.0", labels: {} },
  namespaces: [buildNamespace()],
  counters: {
    activeOpens: 0,
    passiveOpens: 0,
    attemptFails: 0,
    outResets: 0,
    timeWaitRecycled: 0,
    timeWaitOverflow: 0,
    listenDrops: 0,
  },
  conntrack: { count: 1_000, max: 262_144, buckets: 262_144 },
  failures: [],
  gaps: [],
  agent: { rssBytes: 40_000_000, cpuMs: 12, spooled: 0, dropped: 0 },
  ...said,
});

/** A readable namespace with the default range; its capacity follows from range and reserved ports. */
export function buildNamespace(said: Partial<NamespaceSnapshot> = {}): NamespaceSnapshot {
  const range = said.range === undefined ? DEFAULT_RANGE : said.range;
  const reserved = said.reserved === undefined ? [] : said.reserved;
  const capacity = range && intervalSize(range) - countPorts(clipIntervals(reserved ?? [], range));
  return {
    id: "4026531840",
    kind: "host",
    name: null,
    source: "netlink",
    range,
    reserved,
    capacity,
    settings: buildSettings(),
    tcpStates: { v4: buildTcpStates(), v6: buildTcpStates() },
    tcpPortsInRange: 0,
    udp: buildUdp(0, capacity ?? 0),
    pools: [],
    tuples: [],
    otherTuples: { count: 0, entries: 0, worstUsedRatio: null, coverage: 1 },
    listeners: [],
    processes: [],
    attributed: { sockets: 0, known: 0 },
    serverTimeWait: 0,
    strip: null,
    ...said,
  };
}

export const buildSettings = (said: Partial<NetworkSettings> = {}): NetworkSettings => ({
  tcpTwReuse: 2,
  tcpTwReuseDelayMs: 1_000,
  tcpTimestamps: 1,
  tcpFinTimeoutSeconds: 60,
  tcpMaxTwBuckets: 131_072,
  ipAutobindReuse: false,
  ipUnprivilegedPortStart: 1_024,
  tcpFastopen: 1,
  somaxconn: 4_096,
  ...said,
});

/** Zero in every state but those said. */
export const buildTcpStates = (said: Partial<TcpStateCounts> = {}): TcpStateCounts => ({
  ...(Object.fromEntries(TCP_STATES.map((state) => [state, 0])) as TcpStateCounts),
  ...said,
});

/** A headroom that the snapshot settles. */
const settledHeadroom = (ports: number): Headroom => ({ unlimited: false, low: ports, high: ports, best: ports });

/** A tuple whose used ports are held by live connections; `used` = `held` + `blocked` = `capacity` − best headroom. */
export function buildTuple(said: Partial<Tuple> = {}): Tuple {
  const capacity = said.capacity ?? DEFAULT_CAPACITY;
  const used = said.used ?? 0;
  const blocked = said.blocked ?? 0;
  const timeWait = said.timeWait ?? 0;
  return {
    protocol: "tcp",
    source: "10.0.3.17",
    destination: { address: "10.4.7.21", port: 6_379 },
    capacity,
    held: used - blocked,
    blocked,
    used,
    established: Math.max(0, used - blocked - timeWait),
    timeWait,
    reusableTimeWait: 0,
    closeWait: 0,
    synSent: 0,
    finWait: 0,
    closesPerSecond: [0, 0, 0, 0, 0, 0],
    releases: Array.from({ length: 60 }, () => 0),
    headroom: settledHeadroom(capacity - used),
    holders: [],
    ...said,
  };
}

/** bind(source, 0) on an address that has used so many ports. */
export function buildPool(said: Partial<BindPool> = {}): BindPool {
  const capacity = said.capacity ?? DEFAULT_CAPACITY;
  const used = said.used ?? 0;
  return { source: "10.0.3.17", capacity, used, boundInactive: 0, headroom: settledHeadroom(capacity - used), ...said };
}

/** UDP sockets, one port each, all of IPv4. */
export const buildUdp = (ports: number, capacity = DEFAULT_CAPACITY): UdpUse => ({
  sockets: ports,
  portsInRange: ports,
  autobind: { v4: settledHeadroom(capacity - ports), v6: settledHeadroom(capacity - ports) },
});

/** A calm process without a port. */
export const buildProcess = (said: Partial<ProcessUse> = {}): ProcessUse => ({
  pid: 4_711,
  name: "orders",
  unit: null,
  established: 0,
  closeWait: 0,
  other: 0,
  oldestCloseWaitMs: null,
  ...said,
});

export const buildListener = (said: Partial<Listener> = {}): Listener => ({
  protocol: "tcp",
  address: "0.0.0.0",
  port: 50_051,
  process: null,
  isReserved: false,
  ...said,
});

export const buildGap = (said: Partial<Gap> = {}): Gap => ({ part: "tcp", reason: "denied", namespaceId: null, hint: "", ...said });
