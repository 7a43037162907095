import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { NamespaceSnapshot, Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { TCP_STATES, type TcpStateCounts } from "@berth/shared/domain/network/tcp-state.ts";
import { sampleStrip } from "./sample-strip.ts";
import { type SampleTuple, sampleTuple } from "./sample-tuple.ts";

export interface SampleHost {
  hostname: string;
  capturedAtMs: number;
  sequence?: number;
  tuples?: SampleTuple[];
  /** Ports of the bind-first pool; without it, the busiest tuple's. */
  poolUsed?: number;
  /** Further namespaces, each with tuples of its own. */
  containers?: { name: string; tuples: SampleTuple[] }[];
  /** Under which it is looked at together with others. */
  labels?: Record<string, string>;
  /** What the agent could not read: with "tcp" among them, no figure is known. */
  gaps?: Gap[];
}

const RANGE = { low: 32_768, high: 60_999 };
const RESERVED = { low: 44_500, high: 44_511 };
const CAPACITY = 28_220;

const counts = (known: Partial<TcpStateCounts>): TcpStateCounts => ({
  ...(Object.fromEntries(TCP_STATES.map((state) => [state, 0])) as TcpStateCounts),
  ...known,
});

/** A snapshot as a busy API server's agent would send it; valid on the wire. */
export function sampleSnapshot(host: SampleHost): Snapshot {
  const isBlind = host.gaps?.some(({ part }) => part === "tcp") ?? false;
  return {
    version: 1,
    sequence: host.sequence ?? 1,
    bootId: "6f0a7d3e-59d4-4b7e-9d6a-1f5b1c2d3e4f",
    capturedAtMs: host.capturedAtMs,
    windowMs: 10_000,
    host: {
      hostname: host.hostname,
      os: "linux",
      osVersion: "Debian GNU/Linux 12",
      kernel: "6.18.3",
      agentVersion: "0.1.0",
      labels: host.labels ?? { role: "web", zone: "a" },
    },
    namespaces: [
      namespace({
        id: "4026531840",
        kind: "host",
        name: null,
        source: "netlink",
        tuples: host.tuples ?? [],
        poolUsed: host.poolUsed,
        isBlind,
      }),
      ...(host.containers ?? []).map(({ name, tuples }, index) =>
        namespace({
          id: String(4_026_532_500 + index),
          kind: "container",
          name,
          source: "proc",
          tuples,
          poolUsed: undefined,
          isBlind: false,
        }),
      ),
    ],
    counters: null,
    conntrack: { count: 81_264, max: 262_144, buckets: 262_144 },
    failures: [],
    gaps: host.gaps ?? [],
    agent: { rssBytes: 58_720_256, cpuMs: 11.4, spooled: 0, dropped: 0 },
  };
}

interface SampleNamespace extends Pick<NamespaceSnapshot, "id" | "kind" | "name" | "source"> {
  tuples: SampleTuple[];
  poolUsed: number | undefined;
  isBlind: boolean;
}

function namespace({ id, kind, name, source, tuples: samples, poolUsed: asked, isBlind }: SampleNamespace): NamespaceSnapshot {
  const tuples = samples.map(sampleTuple).sort((a, b) => b.used - a.used);
  const sum = (figure: "established" | "timeWait" | "closeWait") => tuples.reduce((total, tuple) => total + tuple[figure], 0);
  const poolUsed = asked ?? tuples[0]?.used ?? 0;
  const left = (used: number) => ({ unlimited: false as const, low: CAPACITY - used, high: CAPACITY - used, best: CAPACITY - used });
  return {
    id,
    kind,
    name,
    source,
    range: RANGE,
    reserved: [RESERVED],
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
    tcpStates: isBlind
      ? null
      : {
          v4: counts({ established: sum("established"), timeWait: sum("timeWait"), closeWait: sum("closeWait"), listen: 9 }),
          v6: counts({ established: 4, listen: 6 }),
        },
    tcpPortsInRange: isBlind ? null : poolUsed,
    udp: isBlind ? null : { sockets: 14, portsInRange: 6, autobind: { v4: left(6), v6: left(5) } },
    pools:
      isBlind || tuples.length === 0
        ? []
        : [
            {
              source: tuples[0]?.source ?? "0.0.0.0",
              capacity: CAPACITY,
              used: poolUsed,
              boundInactive: source === "proc" ? null : 3,
              headroom: left(poolUsed),
            },
          ],
    tuples: isBlind ? [] : tuples,
    otherTuples: { count: isBlind ? 0 : 3_112, entries: isBlind ? 0 : 412, worstUsedRatio: isBlind ? null : 0.012, coverage: 0.992 },
    listeners: isBlind ? [] : [{ protocol: "tcp", address: "0.0.0.0", port: 44_510, process: "rabbitmq", isReserved: true }],
    processes:
      isBlind || tuples.length === 0
        ? []
        : [
            {
              pid: 4812,
              name: "checkout-worker",
              unit: "checkout.service",
              established: sum("established"),
              closeWait: sum("closeWait"),
              other: 0,
              oldestCloseWaitMs: null,
            },
          ],
    serverTimeWait: isBlind ? null : 1204,
    strip: isBlind ? null : sampleStrip(tuples[0]),
  };
}
