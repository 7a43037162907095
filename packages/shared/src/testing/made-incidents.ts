import { DEFAULT_POLICY, type Facts, type Policy } from "../domain/checklist/check.ts";
import type { Cause } from "../domain/diagnosis/cause.ts";
import type { EgressKind } from "../domain/host/declarations.ts";
import type { Snapshot, Tuple } from "../domain/host/snapshot.ts";
import { buildChurn, buildHost, buildLog, buildProcess, buildWindows } from "./build-host.ts";
import { BUILT_AT_MS, buildGap, buildListener, buildPool, buildTcpStates, buildTuple, buildUdp } from "./build-snapshot.ts";
import { factsOf } from "./judge.ts";

/** A host as it is met in practice, in one sentence, with the cause that a person would name. */
interface MadeIncident {
  what: string;
  cause: Cause;
  facts: Facts;
}

const at = (address: string, port: number) => ({ destination: { address, port } });
const held = (process: string) => ({ holders: [{ process, share: 1, basis: "live" as const }] });
const on = (snapshot: Snapshot, earlier: Snapshot[] = [], policy: Partial<Policy> = {}): Facts => ({
  ...factsOf(snapshot, earlier),
  policy: { ...DEFAULT_POLICY, ...policy },
});
const behind = (kind: EgressKind, portsPerDestination: number | null): Partial<Policy> => ({
  declared: { egress: { kind, portsPerDestination }, inboundAcl: null },
});
const waiting = (synSent: number, established: number, said: Partial<Tuple> = {}) =>
  buildTuple({ used: synSent + established, established, synSent, ...at("203.0.113.9", 443), ...said });
const every = (minutes: number, count: number, taken: (minutesAgo: number) => Snapshot): Snapshot[] =>
  Array.from({ length: count }, (_, index) => minutes * (count - index)).map((ago) => ({
    ...taken(ago),
    capturedAtMs: BUILT_AT_MS - ago * 60_000,
  }));
const stopped = { closesPerSecond: [0, 0, 0, 0, 0, 0] };

const growing = (live: number) =>
  buildHost("linux", { tuples: [buildTuple({ used: live, ...at("10.0.0.40", 5_672), ...held("worker") })] });
const steady = buildHost("linux", {
  namespace: { tcpStates: { v4: buildTcpStates({ established: 50_000 }), v6: buildTcpStates() } },
  tuples: [buildTuple({ used: 25_000, ...at("10.0.0.61", 1_883), ...held("haproxy") })],
});
const stuck = buildHost("darwin", { tuples: [buildChurn(9_000, { ...at("127.0.0.1", 9_000), ...stopped })] });

const CONNECTIONS: readonly MadeIncident[] = [
  {
    what: "nginx without keep-alive to one upstream, nothing refused yet",
    cause: "short-connections-one-destination",
    facts: on(buildHost("linux", { tuples: [buildChurn(25_906, { live: 214, ...at("10.4.7.21", 8_080), ...held("nginx") })] })),
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

const PORTS: readonly MadeIncident[] = [
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
        namespace: { pools: [buildPool({ used: 25_300, boundInactive: 12 })] },
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
    what: "a Linux range of two thousand ports",
    cause: "range-size",
    facts: on(buildHost("linux", { namespace: { range: { low: 40_000, high: 41_999 } }, tuples: [buildChurn(1_900, { live: 20 })] })),
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

const BESIDE_PORTS: readonly MadeIncident[] = [
  {
    what: "conntrack drops while a tuple is at 70 %",
    cause: "conntrack-full",
    facts: on(
      buildHost("linux", {
        conntrack: { count: 64_000, max: 65_536, buckets: null, drops: { dropped: 812, earlyDropped: 3, insertFailed: 0 } },
        tuples: [buildChurn(19_000, { live: 100 })],
      }),
    ),
  },
  {
    what: "conntrack full by its log, table not readable",
    cause: "conntrack-full",
    facts: on(buildHost("linux", { conntrack: null, logs: [buildLog("conntrack-full", { source: "kernel" })] })),
  },
  {
    what: "an instance past its tracking allowance",
    cause: "conntrack-full",
    facts: on(
      buildHost("linux", {
        tuples: [waiting(60, 400)],
        allowances: [
          {
            interface: "eth0",
            conntrackExceeded: 4_100,
            conntrackAvailable: 0,
            packetsExceeded: 0,
            bandwidthExceeded: 0,
            linkLocalExceeded: 0,
          },
        ],
      }),
    ),
  },
  {
    what: "Google's Cloud NAT with 64 ports",
    cause: "snat-outside-host",
    facts: on(buildHost("linux", { tuples: [waiting(22, 63)] })),
  },
  {
    what: "Azure App Service with its 128 ports spent",
    cause: "snat-outside-host",
    facts: on(buildHost("windows", { tuples: [waiting(40, 120)], windows: buildWindows() }), [], behind("azure-app-service", 128)),
  },
  {
    what: "unanswered connects of a node's pods to many places",
    cause: "snat-outside-host",
    facts: on(
      buildHost("linux", {
        kubernetes: { hasKubelet: true, hasKubeProxy: true, nodePortRange: { low: 30_000, high: 32_767 }, nodePorts: null },
        namespace: { tcpStates: { v4: buildTcpStates({ synSent: 240 }), v6: buildTcpStates() } },
      }),
    ),
  },
  {
    what: "too many open files",
    cause: "file-descriptors",
    facts: on(
      buildHost("linux", {
        processes: [buildProcess("java", { descriptors: { used: 1_021, limit: 1_024 } })],
        tuples: [buildTuple({ used: 700 })],
        logs: [buildLog("file-descriptors", { process: "java" })],
      }),
    ),
  },
  {
    what: "TIME_WAIT entries destroyed at a lowered limit",
    cause: "time-wait-bucket-limit",
    facts: on(
      buildHost("linux", {
        counters: { ...buildHost("linux").counters!, timeWaitOverflow: 940 },
        tuples: [buildTuple({ used: 900 })],
        logs: [buildLog("time-wait-overflow", { source: "kernel" })],
      }),
    ),
  },
  {
    what: "a Mac whose TIME_WAIT entries stay, uptime not known",
    cause: "os-bug-macos-tcp_now",
    facts: on(
      stuck,
      every(5, 3, () => stuck),
    ),
  },
  {
    what: "a Mac of twelve days with a test that opens a connection for each request",
    cause: "short-connections-one-destination",
    facts: on(buildHost("darwin", { uptimeDays: 12, tuples: [buildChurn(15_800, { live: 30, ...at("127.0.0.1", 3_000) })] })),
  },
  {
    what: "a FreeBSD host that refuses any port with ports to spare",
    cause: "os-behaviour-freebsd",
    facts: on(buildHost("freebsd", { tuples: [buildTuple({ used: 40 })], logs: [buildLog("connect-address-in-use", { process: "ci" })] })),
  },
];

const NONE: readonly MadeIncident[] = [
  { what: "a calm host", cause: "not-port-exhaustion", facts: on(buildHost("linux", { tuples: [buildTuple({ used: 900 })] })) },
  {
    what: "a port that another server has",
    cause: "not-port-exhaustion",
    facts: on(
      buildHost("linux", {
        namespace: { listeners: [buildListener({ port: 50_051, process: "envoy" })] },
        logs: [buildLog("bind-address-in-use", { port: 50_051, process: "grpc-server" })],
      }),
    ),
  },
  {
    what: "tcp_tw_recycle in a file of a kernel that has none",
    cause: "not-port-exhaustion",
    facts: on(
      buildHost("linux", {
        configured: [{ key: "net.ipv4.tcp_tw_recycle", value: "1", file: "/etc/sysctl.conf", line: 3, runtime: null, isOverridden: false }],
      }),
    ),
  },
  {
    what: "reused TIME_WAIT at its plateau",
    cause: "not-port-exhaustion",
    facts: on(buildHost("linux", { tuples: [buildTuple({ used: 420, timeWait: 14_100, reusableTimeWait: 13_700, established: 20 })] })),
  },
  {
    what: "unanswered connects where it was declared that no translation is in the way",
    cause: "not-port-exhaustion",
    facts: on(buildHost("linux", { tuples: [waiting(200, 5)] }), [], behind("none", null)),
  },
  {
    what: "a busy name server's ports are its work",
    cause: "not-port-exhaustion",
    facts: on(
      buildHost("linux", { namespace: { udp: buildUdp(9_000) }, processes: [buildProcess("unbound", { udpPortsInRange: 8_900 })] }),
    ),
  },
  {
    what: "sockets that could not be read",
    cause: "unknown",
    facts: on(
      buildHost("linux", { namespace: { tcpStates: null, tcpPortsInRange: null, udp: null }, gaps: [buildGap({ reason: "denied" })] }),
    ),
  },
  {
    what: "a refused connect whose ports are free",
    cause: "unknown",
    facts: on(
      buildHost("linux", {
        tuples: [buildTuple({ used: 30 })],
        logs: [buildLog("connect-address-unavailable", { destination: "10.9.9.9:80" })],
      }),
    ),
  },
  {
    what: "a busy port without a word of who asked for it, from a program nobody knows",
    cause: "unknown",
    facts: on(
      buildHost("linux", { logs: [buildLog("bind-address-in-use", { process: "mydaemon", quote: "bind: Address already in use" })] }),
    ),
  },
  {
    what: "unanswered connects to one public destination, and no word of what is in the way",
    cause: "unknown",
    facts: on(buildHost("linux", { tuples: [waiting(200, 5)] })),
  },
  {
    what: "two full tables at once: neither stands out",
    cause: "unknown",
    facts: on(
      buildHost("linux", {
        conntrack: { count: 240_000, max: 262_144, buckets: null },
        processes: [buildProcess("java", { descriptors: { used: 1_020, limit: 1_024 } })],
      }),
    ),
  },
  {
    what: "a Windows host out of TCP ports by event 4231, and no sight of sockets",
    cause: "unknown",
    facts: on(
      buildHost("windows", {
        namespace: { tcpStates: null, tcpPortsInRange: null },
        logs: [buildLog("windows-4231", { source: "System" })],
      }),
    ),
  },
];

export const MADE_INCIDENTS: readonly MadeIncident[] = [...CONNECTIONS, ...PORTS, ...BESIDE_PORTS, ...NONE];
