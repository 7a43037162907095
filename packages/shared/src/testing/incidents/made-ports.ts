import { buildChurn, buildHost, buildLog, buildProcess, buildWindows } from "../build-host.ts";
import { BUILT_AT_MS, buildPool, buildTuple, buildUdp } from "../build-snapshot.ts";
import { at, every, held, on } from "./facts.ts";
import type { MadeIncident } from "./incident.ts";

const staying = buildHost("linux", {
  namespace: { range: { low: 40_000, high: 41_999 } },
  tuples: [buildTuple({ used: 1_900, ...held("worker") })],
});

/** Hosts whose ports are bound, leaked, refused or too few. */
export const MADE_PORTS: readonly MadeIncident[] = [
  {
    what: "Envoy in a sidecar binds 127.0.0.6",
    cause: "bind-before-connect",
    facts: on(
      buildHost("linux", {
        namespace: { kind: "pod", name: "cart", sidecar: "istio-proxy" },
        tuples: [buildChurn(26_000, { live: 300, source: "127.0.0.6", ...at("10.4.0.9", 8_080), ...held("envoy") })],
      }),
    ),
  },
  {
    what: "Envoy with upstream_bind_config: the pool is gone, no destination is",
    cause: "bind-before-connect",
    facts: on(
      buildHost("linux", {
        tuples: Array.from({ length: 12 }, (_, index) => buildTuple({ used: 2_100, ...at(`10.0.1.${index}`, 443), ...held("envoy") })),
        namespace: {
          pools: [buildPool({ used: 25_300, boundInactive: 12 })],
          otherTuples: { count: 60, entries: 900, worstUsedRatio: 0.896, coverage: 0.96 },
        },
      }),
    ),
  },
  {
    what: "a failed bind to any port that was seen",
    cause: "bind-before-connect",
    facts: on(
      buildHost("linux", {
        failures: [
          {
            atMs: BUILT_AT_MS,
            errno: 98,
            operation: "bind",
            protocol: "tcp",
            source: "10.0.3.17",
            destination: null,
            process: "curl",
            count: 4,
          },
        ],
      }),
    ),
  },
  {
    what: "a Linux process that binds and forgets",
    cause: "leak-bound",
    facts: on(
      buildHost("linux", {
        namespace: { pools: [buildPool({ used: 9_000, boundInactive: 8_900 })] },
        processes: [buildProcess("scanner", { boundInactive: 8_880 })],
      }),
    ),
  },
  {
    what: "bound sockets of nobody known",
    cause: "leak-bound",
    facts: on(buildHost("linux", { namespace: { pools: [buildPool({ used: 9_000, boundInactive: 8_900 })] } })),
  },
  {
    what: "UDP ports gone, nobody known",
    cause: "udp-leak",
    facts: on(buildHost("linux", { namespace: { udp: buildUdp(27_500) }, logs: [buildLog("udp-again", { process: "app" })] })),
  },
  {
    what: "a node whose range was widened over its NodePorts",
    cause: "listener-in-range",
    facts: on(
      buildHost("linux", {
        namespace: { range: { low: 15_000, high: 64_999 } },
        kubernetes: { hasKubelet: true, hasKubeProxy: true, nodePortRange: { low: 30_000, high: 32_767 }, nodePorts: null },
        tuples: [buildTuple({ used: 900 })],
      }),
    ),
  },
  {
    what: "netsh with a thousand ports, as a vendor's page shows it",
    cause: "range-size",
    facts: on(
      buildHost("windows", {
        namespace: { range: { low: 10_000, high: 10_999 }, tcpPortsInRange: 990 },
        tuples: [buildTuple({ used: 600, ...at("10.0.0.4", 1_433) }), buildTuple({ used: 390, ...at("10.0.0.5", 443) })],
        windows: buildWindows({ dynamic: { tcp4: { low: 10_000, high: 10_999 }, tcp6: null, udp4: null, udp6: null } }),
      }),
    ),
  },
  {
    what: "a Linux range of two thousand ports, full of connections that stay",
    cause: "range-size",
    facts: on(
      staying,
      every(5, 8, () => staying),
    ),
  },
  {
    what: "excluded blocks over half of the dynamic range",
    cause: "excluded-range",
    facts: on(
      buildHost("windows", {
        windows: buildWindows({ excluded: { tcp: [{ low: 50_000, high: 59_999, isAdministered: false }], udp: [] } }),
        logs: [buildLog("no-buffer-space")],
      }),
    ),
  },
  {
    what: "a refused port that nobody listens on, blocks not listed",
    cause: "excluded-range",
    facts: on(
      buildHost("windows", {
        windows: buildWindows({ excluded: { tcp: null, udp: null } }),
        logs: [buildLog("port-refused", { port: 50_051 })],
      }),
    ),
  },
  {
    what: "a fixed port bound before each connection",
    cause: "fixed-source-port",
    facts: on(
      buildHost("linux", { logs: [buildLog("bind-address-in-use", { port: 5_060, destination: "203.0.113.8:5060", process: "sipd" })] }),
    ),
  },
  {
    what: "EADDRINUSE on FreeBSD with every port taken",
    cause: "long-lived-connections",
    facts: on(
      buildHost("freebsd", { tuples: [buildTuple({ used: 55_000, ...held("nginx") })], logs: [buildLog("connect-address-in-use")] }),
    ),
  },
];
