import type { NamespaceSnapshot, Snapshot, Tuple } from "@berth/shared/domain/host/snapshot.ts";
import { TCP_STATES, type TcpStateCounts } from "@berth/shared/domain/network/tcp-state.ts";
import { emptySnapshot } from "./empty-snapshot.ts";

const CAPACITY = 28_232;

const states: TcpStateCounts = Object.fromEntries(TCP_STATES.map((state) => [state, 0])) as TcpStateCounts;

const tuple = (source: string, address: string, port: number, used: number, further: Partial<Tuple> = {}): Tuple => ({
  protocol: "tcp",
  source,
  destination: { address, port },
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
  closesPerSecond: [0, 0, 0, 0, 0, 0],
  releases: Array.from({ length: 60 }, () => 0),
  headroom: { unlimited: false, low: CAPACITY - used, high: CAPACITY - used, best: CAPACITY - used },
  holders: [],
  ...further,
});

const namespace = (further: Partial<NamespaceSnapshot>): NamespaceSnapshot => ({
  id: "4026531833",
  kind: "host",
  name: null,
  source: "netlink",
  range: { low: 32_768, high: 60_999 },
  reserved: [],
  capacity: CAPACITY,
  settings: {
    tcpTwReuse: 2,
    tcpTwReuseDelayMs: 1_000,
    tcpTimestamps: 1,
    tcpFinTimeoutSeconds: 60,
    tcpMaxTwBuckets: 131_072,
    ipAutobindReuse: false,
    ipUnprivilegedPortStart: 1_024,
    tcpFastopen: 1,
    somaxconn: 4_096,
  },
  tcpStates: { v4: states, v6: states },
  tcpPortsInRange: 0,
  udp: { sockets: 0, portsInRange: 0, autobind: { v4: settled(CAPACITY), v6: settled(CAPACITY) } },
  pools: [],
  tuples: [],
  otherTuples: { count: 0, entries: 0, worstUsedRatio: null, coverage: 1 },
  listeners: [],
  processes: [],
  serverTimeWait: 0,
  strip: null,
  ...further,
});

const settled = (ports: number) => ({ unlimited: false as const, low: ports, high: ports, best: ports });

/** A host in trouble, with everything in it that is hard to lay out: long addresses, a hostile name, intervals, gaps. */
export const crowdedSnapshot: Snapshot = {
  ...emptySnapshot,
  capturedAtMs: Date.UTC(2026, 10, 24, 8, 30),
  namespaces: [
    namespace({
      tuples: [
        tuple("10.0.3.17", "10.4.7.21", 6_379, 26_120, {
          established: 214,
          timeWait: 25_906,
          closesPerSecond: [438, 438, 438, 438, 438, 438],
          headroom: { unlimited: false, low: 1_818, high: 2_112, best: 2_112 },
        }),
        tuple("2001:db8:85a3:1234:5678:8a2e:370:7334", "2001:db8:ffff:eeee:dddd:cccc:bbbb:aaaa", 65_535, 18_000),
        tuple("10.0.3.17", "10.4.9.2", 443, 3_904, { closesPerSecond: [6, 7, 6, 7, 6, 7] }),
        tuple("10.0.3.17", "10.4.9.3", 443, 12),
      ],
      pools: [
        { source: "10.0.3.17", capacity: CAPACITY, used: 26_402, boundInactive: 60, headroom: settled(1_830) },
        {
          source: "::",
          capacity: CAPACITY,
          used: 10,
          boundInactive: null,
          headroom: { unlimited: true, low: CAPACITY, high: null, best: null },
        },
      ],
      otherTuples: { count: 3_112, entries: 9_000, worstUsedRatio: 0.012, coverage: 0.992 },
      tcpPortsInRange: 26_402,
    }),
    namespace({
      id: "4026532301",
      kind: "container",
      name: "web\u001b[31m\n\u202e1",
      tuples: [tuple("172.17.0.2", "10.4.7.21", 5_432, 900)],
    }),
    namespace({ id: "4026532302", kind: "named", source: "proc", range: null, reserved: null, capacity: null }),
  ],
  gaps: [
    { part: "boundInactive", reason: "unsupported", namespaceId: "4026532302", hint: "up to 11 bound sockets cannot be seen here" },
    { part: "range", reason: "denied", namespaceId: "4026532302", hint: "run the agent as root" },
    { part: "range", reason: "denied", namespaceId: "4026532303", hint: "run the agent as root" },
  ],
};
