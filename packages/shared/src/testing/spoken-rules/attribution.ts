import type { Evidence } from "../../domain/checklist/check.ts";
import type { LogSignature } from "../../domain/host/evidence.ts";
import type { ProcessUse, Snapshot, Tuple } from "../../domain/host/snapshot.ts";
import { BUILT_AT_MS, buildNamespace, buildPool, buildProcess, buildSnapshot, buildTuple, buildUdp } from "../build-snapshot.ts";
import { minutely } from "../judge.ts";
import { evidenceOf, lasting, ns } from "./evidence-of.ts";

const RANGE = { low: 40_000, high: 49_999 };
const churning: Partial<Tuple> = { timeWait: 600, established: 3, closesPerSecond: [10, 10, 10, 10, 10, 10], medianLifeMs: 120 };
const holding = (ports: number, inUse: number, said: Partial<ProcessUse> = {}): Partial<Snapshot> =>
  ns({ range: RANGE, tcpPortsInRange: inUse, processes: [buildProcess({ tcpPortsInRange: ports, ...said })] });
const logged = (signature: LogSignature) => ({
  logs: [
    { signature, firstMs: null, lastMs: BUILT_AT_MS, count: 2, quote: "", source: "journal", process: null, port: null, destination: null },
  ],
});
const files = { unit: "orders.service", descriptors: { used: 900, limit: 1_000 } };

/** Snapshots that between them make every rule about processes and pooling speak. */
export const attributionSpoken: Evidence[] = [
  evidenceOf(ns({ tuples: [buildTuple({ ...churning, holders: [{ process: "gunicorn", share: 1, basis: "inferred" }] })] })),
  evidenceOf(ns({ tuples: [buildTuple({ ...churning, holders: [{ process: "wrk", share: 1, basis: "inferred" }] })] })),
  evidenceOf(ns({ tuples: [buildTuple({ opensPerSecond: 0.5, medianLifeMs: 90_000, established: 5 })] })),
  evidenceOf(
    ns({
      range: RANGE,
      tcpPortsInRange: 5_000,
      pools: [buildPool({ capacity: 10_000, used: 5_000 })],
      tuples: [1, 2, 3, 4, 5].map((at) =>
        buildTuple({ capacity: 10_000, used: 1_000, destination: { address: `10.4.7.${at}`, port: 443 } }),
      ),
    }),
  ),
  evidenceOf(holding(4_500, 6_100, files)),
  evidenceOf(holding(4_500, 6_100, { name: "nginx", runtime: "nginx" })),
  evidenceOf(holding(10, 100)),
  evidenceOf(
    holding(160, 2_000),
    minutely(31, (ago) => holding(160 - ago, 2_000)),
  ),
  evidenceOf(ns({ range: RANGE, udp: buildUdp(9_000, 10_000), processes: [buildProcess({ udpPortsInRange: 600 })] })),
  evidenceOf(ns({ udp: buildUdp(700), processes: [buildProcess({ name: "unbound", udpPortsInRange: 600 })] })),
  evidenceOf(logged("macos-udp-ports")),
  evidenceOf(logged("file-descriptors")),
  evidenceOf({
    namespaces: [buildNamespace({ processes: [buildProcess({ descriptors: { used: 10, limit: 1_000 } })] })],
    counters: { ...buildSnapshot().counters!, listenDrops: 3 },
  }),
  evidenceOf(ns({ tuples: [buildTuple({ capacity: 10_000, used: 6_001, established: 6_001 })] })),
  evidenceOf(ns({ tuples: [buildTuple({ used: 10, established: 10 })] })),
  lasting(ns({ processes: [buildProcess({ closeWait: 1_500 })] })),
].flat();
