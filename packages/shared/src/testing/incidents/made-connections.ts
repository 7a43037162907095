import { buildChurn, buildHost, buildLog } from "../build-host.ts";
import { buildTcpStates, buildTuple } from "../build-snapshot.ts";
import { at, every, held, on } from "./facts.ts";
import type { MadeIncident } from "./incident.ts";

const growing = (live: number) =>
  buildHost("linux", { tuples: [buildTuple({ used: live, ...at("10.0.0.40", 5_672), ...held("worker") })] });
const steady = buildHost("linux", {
  namespace: { tcpStates: { v4: buildTcpStates({ established: 50_000 }), v6: buildTcpStates() } },
  tuples: [buildTuple({ used: 25_000, ...at("10.0.0.61", 1_883), ...held("haproxy") })],
});

/** Hosts whose connections come and go, or stay. */
export const MADE_CONNECTIONS: readonly MadeIncident[] = [
  {
    what: "nginx without keep-alive to one upstream, nothing refused yet",
    cause: "short-connections-one-destination",
    facts: on(buildHost("linux", { tuples: [buildChurn(25_906, { live: 214, ...at("10.4.7.21", 8_080), ...held("nginx") })] })),
  },
  {
    what: "a connection for every request over a range of a thousand ports",
    cause: "short-connections-one-destination",
    facts: on(buildHost("linux", { namespace: { range: { low: 40_000, high: 40_999 } }, tuples: [buildChurn(950, { live: 3 })] })),
  },
  {
    what: "a line of nginx alone, and no sight of sockets",
    cause: "short-connections-one-destination",
    facts: on(
      buildHost("linux", {
        namespace: { tcpStates: null, tcpPortsInRange: null },
        logs: [buildLog("connect-address-unavailable", { process: "nginx", destination: "10.0.0.8:8080" })],
      }),
    ),
  },
  {
    what: "event 4227 alone",
    cause: "short-connections-one-destination",
    facts: on(
      buildHost("windows", {
        namespace: { tcpStates: null, tcpPortsInRange: null },
        logs: [buildLog("windows-4227", { source: "System" })],
      }),
    ),
  },
  {
    what: "a sidecar's outbound listener",
    cause: "short-connections-one-destination",
    facts: on(
      buildHost("linux", {
        namespace: { kind: "pod", name: "cart", sidecar: "istio-proxy" },
        tuples: [buildChurn(24_600, { live: 60, source: "127.0.0.1", ...at("127.0.0.1", 15_001), ...held("app") })],
      }),
    ),
  },
  {
    what: "states of a listing without a range, and a refused connect",
    cause: "short-connections-one-destination",
    facts: on(
      buildHost("linux", {
        namespace: {
          range: null,
          capacity: null,
          tcpStates: { v4: buildTcpStates({ timeWait: 17_000, established: 60 }), v6: buildTcpStates() },
        },
        logs: [buildLog("connect-address-unavailable", { process: "app", destination: "10.0.0.8:6379" })],
      }),
    ),
  },
  {
    what: "HikariCP whose connections are retired at once",
    cause: "pool-misconfigured",
    facts: on(buildHost("linux", { tuples: [buildChurn(17_500, { live: 10, ...at("10.0.0.31", 5_432), ...held("java") })] })),
  },
  {
    what: "SQLAlchemy whose overflow is closed on return, told by the life of its connections",
    cause: "pool-misconfigured",
    facts: on(
      buildHost("linux", { tuples: [buildChurn(18_000, { live: 40, medianLifeMs: 12, ...at("10.0.0.31", 5_432), ...held("gunicorn") })] }),
    ),
  },
  {
    what: "Go by its error message alone",
    cause: "pool-misconfigured",
    facts: on(
      buildHost("linux", {
        tuples: [buildChurn(28_000, { live: 2, ...at("10.0.0.50", 443) })],
        logs: [
          buildLog("connect-address-unavailable", {
            destination: "10.0.0.50:443",
            quote: "dial tcp 10.0.0.50:443: connect: cannot assign requested address",
          }),
        ],
      }),
    ),
  },
  {
    what: "HAProxy with a backend's worth of WebSockets",
    cause: "long-lived-connections",
    facts: on(
      buildHost("linux", {
        namespace: { tcpStates: { v4: buildTcpStates({ established: 56_100 }), v6: buildTcpStates() } },
        tuples: [buildTuple({ used: 28_010, ...at("10.0.0.60", 8_080), ...held("haproxy") })],
        logs: [buildLog("haproxy-no-free-ports", { process: "haproxy" })],
      }),
    ),
  },
  {
    what: "a proxy whose connections stay and do not grow",
    cause: "long-lived-connections",
    facts: on(
      steady,
      every(5, 8, () => steady),
    ),
  },
  {
    what: "connections to a broker that only grow",
    cause: "leak-established",
    facts: on(
      growing(20_000),
      every(5, 8, (ago) => growing(20_000 - ago * 200)),
    ),
  },
  {
    what: "a service that closes first, with ports to spare",
    cause: "server-side-time-wait",
    facts: on(buildHost("linux", { namespace: { serverTimeWait: 18_000 }, tuples: [buildTuple({ used: 20 })] })),
  },
];
