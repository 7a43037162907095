import type { Evidence } from "../../domain/checklist/check.ts";
import {
  buildGap,
  buildListener,
  buildNamespace,
  buildPool,
  buildSettings,
  buildSnapshot,
  buildTcpStates,
  buildTuple,
  buildUdp,
} from "../build-snapshot.ts";
import { evidenceOf, lasting, ns } from "./evidence-of.ts";

const small = { range: { low: 40_000, high: 49_999 } };
const leaking = (sockets: number, capacity = 28_232) => ns({ tuples: [buildTuple({ capacity, used: sockets, closeWait: sockets })] });
const pool = (used: number, boundInactive: number) => [buildPool({ capacity: 10_000, used, boundInactive })];

/** Snapshots that between them make every rule of the group, and of the engine, speak. */
export const portsSpoken: Evidence[] = [
  evidenceOf({}),
  evidenceOf(
    ns({ tuples: [buildTuple({ capacity: 28_220, used: 26_123, timeWait: 25_906, closesPerSecond: [438, 438, 438, 438, 438, 438] })] }),
  ),
  evidenceOf(
    ns({
      tuples: [
        buildTuple({
          capacity: 100,
          used: 55,
          timeWait: 40,
          reusableTimeWait: 20,
          headroom: { unlimited: false, low: 10, high: 45, best: 45 },
        }),
      ],
    }),
  ),
  evidenceOf(ns({ otherTuples: { count: 1, entries: 90, worstUsedRatio: 0.7, coverage: 0.9 }, serverTimeWait: 12_000 })),
  evidenceOf({
    ...ns({ tcpStates: { v4: buildTcpStates({ timeWait: 9_000 }), v6: buildTcpStates() } }),
    host: { ...buildSnapshot().host, os: "darwin", uptimeMs: 50 * 86_400_000 },
  }),
  evidenceOf({ ...ns({ ...small, udp: buildUdp(9_000, 10_000), pools: pool(9_000, 40), tcpPortsInRange: 9_000 }) }),
  evidenceOf(ns({ ...small, pools: pool(9_000, 0), tcpPortsInRange: 9_000 })),
  lasting(leaking(60)),
  lasting(leaking(240)),
  lasting(leaking(30, 500)),
  evidenceOf({ ...leaking(60) }),
  evidenceOf(ns({ tcpStates: { v4: buildTcpStates({ closeWait: 300 }), v6: buildTcpStates() } })),
  lasting(
    ns({
      listeners: [buildListener({ process: "envoy" }), buildListener({ port: 32_803 }), buildListener({ protocol: "udp", port: 50_000 })],
    }),
  ),
  evidenceOf(ns({ listeners: [buildListener()] })),
  evidenceOf(
    ns({ range: { low: 1_000, high: 65_534 }, reserved: [{ low: 8_080, high: 8_081 }], listeners: [buildListener({ port: 5_432 })] }),
  ),
  evidenceOf(ns({ range: { low: 40_000, high: 41_000 } })),
  evidenceOf(ns({ range: { low: 40_000, high: 49_999 } })),
  evidenceOf({ conntrack: { count: 95, max: 100, buckets: null } }),
  evidenceOf({ conntrack: { count: 95, max: 0, buckets: null } }),
  evidenceOf(ns({ settings: buildSettings({ tcpTwReuse: 1, tcpTimestamps: 0 }) })),
  evidenceOf({
    namespaces: [
      buildNamespace({
        tuples: Array.from({ length: 12 }, (_, port) =>
          buildTuple({ capacity: 100, used: 90, destination: { address: "10.0.0.1", port } }),
        ),
      }),
      buildNamespace({ id: "2", kind: "container", name: "web-1" }),
    ],
    gaps: [buildGap({ namespaceId: "2" }), buildGap({ part: "namespaces" }), buildGap({ part: "tuples", reason: "truncated" })],
  }),
  evidenceOf({ namespaces: [buildNamespace({ id: "2", kind: "pod", name: "cart", tuples: [buildTuple({ capacity: 100, used: 90 })] })] }),
].flat();
