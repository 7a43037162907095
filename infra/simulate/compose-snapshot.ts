import type { NamespaceSnapshot, Snapshot, Tuple } from "@berth/shared/domain/host/snapshot.ts";
import { TCP_STATES, type TcpStateCounts } from "@berth/shared/domain/network/tcp-state.ts";
import { composeListeners, composeProcesses } from "./compose-processes.ts";
import { CLOSE_WINDOWS, composeTuple } from "./compose-tuples.ts";
import { type DayPlan, isWithin } from "./day-plan.ts";
import { SAMPLE_MS, SECOND_MS } from "./durations.ts";
import { hashOf } from "./hash-noise.ts";
import { recentChanges } from "./host-configuration.ts";
import { countPorts, emptyCounts, type FleetWorld, type PortCounts } from "./port-counts.ts";
import { recentFailures } from "./recent-failures.ts";
import type { SimulatedHost } from "./simulated-host.ts";

/** Where the kernel's first network namespace begins to number (fs/nsfs.c, PROC_NET_INIT_INO). */
const NAMESPACE_ID = "4026531840";
const CONNTRACK_MAX = 262_144;
const SYSTEMS = [
  { osVersion: "Debian 12", kernel: "6.1.0-28-amd64" },
  { osVersion: "Ubuntu 24.04", kernel: "6.8.0-51-generic" },
] as const;

/** A host as its agent would report it at a time that is not within a silence; `plan` is that of the time's day. */
export function composeSnapshot(world: FleetWorld, host: SimulatedHost, plan: DayPlan, atMs: number): Snapshot {
  const counts = emptyCounts();
  countPorts(world, host, plan, atMs, counts);
  const bootMs = bootAt(host, atMs);
  const tuples = composeTuples(world, host, plan, atMs, counts);
  const isBlind = isWithin(plan.blindness, atMs);
  const namespace = composeNamespace(host, counts, tuples, bootMs, atMs);
  const opens = tuples.reduce((sum, { opensPerSecond = 0 }) => sum + opensPerSecond, 0);
  const failures = recentFailures(host, plan, atMs, NAMESPACE_ID);
  return {
    version: 1,
    sequence: Math.floor((atMs - bootMs) / SAMPLE_MS) + 1,
    bootId: bootIdOf(host, bootMs),
    capturedAtMs: atMs,
    windowMs: SAMPLE_MS,
    host: {
      hostname: host.hostname,
      os: "linux",
      ...SYSTEMS[host.serviceIndex % SYSTEMS.length]!,
      agentVersion: "0.1.0",
      labels: host.labels,
      uptimeMs: atMs - bootMs,
    },
    namespaces: [isBlind ? unread(namespace) : namespace],
    counters: {
      activeOpens: Math.round((opens * SAMPLE_MS) / SECOND_MS),
      passiveOpens: Math.round(namespace.serverTimeWait! / 6),
      attemptFails: Math.round(opens / 20),
      outResets: Math.round(opens / 8),
      timeWaitRecycled: 0,
      timeWaitOverflow: 0,
      listenDrops: 0,
    },
    conntrack: {
      count: Math.min(CONNTRACK_MAX / 2, 200 + tuples.reduce((sum, tuple) => sum + entriesOf(tuple), 0) + namespace.serverTimeWait!),
      max: CONNTRACK_MAX,
      buckets: CONNTRACK_MAX,
    },
    failures,
    isTraced: true,
    changes: recentChanges(host.configuration, world.firstMs, atMs),
    gaps: isBlind
      ? [{ part: "tcp", reason: "denied", namespaceId: NAMESPACE_ID, hint: "sock_diag: permission denied by a security module" }]
      : [],
    agent: { rssBytes: 42_000_000 + (hashOf(host.seed, 60, 0) % 9_000_000), cpuMs: 3 + (counts.distinct >> 10), spooled: 0, dropped: 0 },
  };
}

/** In the host's own order. How the last minute's closes spread over it is read from six moments of that minute. */
function composeTuples(world: FleetWorld, host: SimulatedHost, plan: DayPlan, atMs: number, counts: PortCounts): Tuple[] {
  const trail = Array.from({ length: CLOSE_WINDOWS }, (_, window) => {
    const then = emptyCounts();
    countPorts(world, host, plan, atMs - (CLOSE_WINDOWS - window - 0.5) * SAMPLE_MS, then);
    return then.waiting;
  });
  return host.tuples.map((_, index) =>
    composeTuple(
      host,
      counts,
      index,
      trail.map((waiting) => Math.max(1, waiting[index]!)),
      atMs,
    ),
  );
}

function composeNamespace(host: SimulatedHost, counts: PortCounts, tuples: Tuple[], bootMs: number, atMs: number): NamespaceSnapshot {
  const { configuration, distinct, udpPorts, blocked } = counts;
  const { capacity } = configuration;
  const free = (used: number) => ({ unlimited: false, low: capacity - used, high: capacity - used, best: capacity - used }) as const;
  const sum = (of: (tuple: Tuple) => number) => tuples.reduce((total, tuple) => total + of(tuple), 0);
  const entries = sum(entriesOf);
  const sockets = entries - sum(({ timeWait }) => timeWait) + blocked + udpPorts;
  const serverTimeWait = Math.floor(entries * (0.05 + (hashOf(host.seed, 61, 0) % 100) / 200));
  const finWait = sum((tuple) => tuple.finWait);
  return {
    id: NAMESPACE_ID,
    kind: "host",
    name: null,
    source: "netlink",
    range: configuration.range,
    reserved: configuration.reserved,
    capacity,
    settings: {
      tcpTwReuse: configuration.tcpTwReuse,
      tcpTwReuseDelayMs: 2_000,
      tcpTimestamps: 1,
      tcpFinTimeoutSeconds: configuration.tcpFinTimeoutSeconds,
      tcpMaxTwBuckets: 262_144,
      ipAutobindReuse: false,
      ipUnprivilegedPortStart: 1_024,
      tcpFastopen: 1,
      somaxconn: 4_096,
    },
    tcpStates: {
      v4: states({
        established: sum(({ established }) => established) + Math.floor(serverTimeWait / 3),
        synSent: sum(({ synSent }) => synSent),
        finWait1: Math.floor(finWait / 4),
        finWait2: finWait - Math.floor(finWait / 4),
        timeWait: sum(({ timeWait }) => timeWait) + serverTimeWait,
        closeWait: sum(({ closeWait }) => closeWait),
        listen: blocked + host.programs.length,
      }),
      v6: states({}),
    },
    tcpPortsInRange: distinct,
    udp: { sockets: udpPorts, portsInRange: udpPorts, autobind: { v4: free(udpPorts), v6: free(udpPorts) } },
    pools: [{ source: host.source, capacity, used: distinct, boundInactive: 0, headroom: free(distinct) }],
    tuples: tuples.toSorted((a, b) => b.used - a.used),
    otherTuples: {
      count: host.otherTuples,
      entries: host.otherTuples,
      worstUsedRatio: host.otherTuples === 0 ? null : (1 + blocked) / capacity,
      coverage: entries / (entries + host.otherTuples),
    },
    listeners: composeListeners(host),
    processes: composeProcesses(host, counts, tuples, bootMs, atMs),
    attributed: { sockets, known: sockets },
    serverTimeWait,
    strip: null,
  };
}

/** What is left of a namespace whose TCP sockets the agent was not shown. */
const unread = ({ attributed: _attributed, ...namespace }: NamespaceSnapshot): NamespaceSnapshot => ({
  ...namespace,
  tcpStates: null,
  tcpPortsInRange: null,
  pools: [],
  tuples: [],
  otherTuples: { count: 0, entries: 0, worstUsedRatio: null, coverage: 1 },
  listeners: [],
  processes: [],
  serverTimeWait: null,
});

const entriesOf = ({ held, reusableTimeWait }: Tuple): number => held + reusableTimeWait;

const states = (said: Partial<TcpStateCounts>): TcpStateCounts => ({
  ...(Object.fromEntries(TCP_STATES.map((state) => [state, 0])) as TcpStateCounts),
  ...said,
});

function bootAt({ boot }: SimulatedHost, atMs: number): number {
  return boot.phaseMs + Math.floor((atMs - boot.phaseMs) / boot.everyMs) * boot.everyMs;
}

/** As /proc/sys/kernel/random/boot_id writes it: another one after every start. */
function bootIdOf({ seed }: SimulatedHost, bootMs: number): string {
  const word = (stream: number) =>
    hashOf(seed, stream, Math.floor(bootMs / SECOND_MS))
      .toString(16)
      .padStart(8, "0");
  const [a, b, c, d] = [word(70), word(71), word(72), word(73)] as const;
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(1, 4)}-${c.slice(4)}${d}`;
}
