import type { NamespaceSnapshot, Snapshot } from "../../packages/shared/src/domain/host/snapshot.ts";
import { buildChurn, buildHost, buildLog, buildProcess } from "../../packages/shared/src/testing/build-host.ts";
import { BUILT_AT_MS, buildListener, buildNamespace, buildPool, buildTuple } from "../../packages/shared/src/testing/build-snapshot.ts";

const CONTAINERS = 10;
const MINUTES = 60;

/**
 * A host on which everything is going on: 20 tuples of its own and one in each of ten containers, 100 listeners, logs,
 * settings, failures, and an hour of history.
 */
export function busyHost(): { current: Snapshot; earlier: Snapshot[] } {
  const at = (minutesAgo: number) => ({ ...busyAt(minutesAgo), capturedAtMs: BUILT_AT_MS - minutesAgo * 60_000 });
  return { current: at(0), earlier: Array.from({ length: MINUTES }, (_, index) => at(MINUTES - index)) };
}

function busyAt(minutesAgo: number): Snapshot {
  const tuples = Array.from({ length: 20 }, (_, index) =>
    index % 2 === 0
      ? buildChurn(26_000 - index * 1_000 - minutesAgo * 20, {
          live: 200,
          destination: { address: `10.4.7.${index}`, port: 6_379 },
          holders: [{ process: "checkout", share: 0.97, basis: "inferred" }],
        })
      : buildTuple({ used: 9_000 + index, closeWait: 10, destination: { address: `10.4.8.${index}`, port: 443 } }),
  );
  const host = buildHost("linux", {
    tuples,
    processes: Array.from({ length: 10 }, (_, index) =>
      buildProcess(`worker-${index}`, {
        pid: 100 + index,
        closeWait: 40 * index,
        tcpPortsInRange: 900,
        descriptors: { used: 900, limit: 1_024 },
      }),
    ),
    namespace: {
      pools: [buildPool({ used: 27_000, boundInactive: 60 }), buildPool({ source: "10.0.3.18", used: 4_000 })],
      listeners: Array.from({ length: 100 }, (_, index) => buildListener({ port: 33_000 + index, process: "grpc" })),
      serverTimeWait: 4_000,
    },
    logs: [
      ...Array.from({ length: 30 }, (_, index) =>
        buildLog("connect-address-unavailable", { destination: `10.4.7.${index % 20}:6379`, process: "checkout" }),
      ),
      buildLog("bind-address-in-use", { port: 33_050, process: "grpc" }),
    ],
    configured: [{ key: "net.ipv4.tcp_fin_timeout", value: "15", file: "/etc/sysctl.conf", line: 3, runtime: "15", isOverridden: false }],
    changes: [{ atMs: BUILT_AT_MS - 3_600_000, what: "net.ipv4.ip_local_port_range", before: "32768 60999", after: "32768 60998" }],
    conntrack: { count: 90_000, max: 262_144, buckets: 65_536 },
  });
  return { ...host, namespaces: [...host.namespaces, ...Array.from({ length: CONTAINERS }, (_, index) => container(index))] };
}

const container = (index: number): NamespaceSnapshot =>
  buildNamespace({
    id: String(4_026_532_000 + index),
    kind: "container",
    name: `web-${index}`,
    tuples: [buildTuple({ used: 300 * index, timeWait: 200 * index, source: "172.17.0.2" })],
    pools: [buildPool({ source: "172.17.0.2", used: 300 * index })],
  });
