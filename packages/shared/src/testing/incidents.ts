import { DEFAULT_POLICY, type Facts, type Policy } from "../domain/checklist/check.ts";
import type { Cause } from "../domain/diagnosis/cause.ts";
import type { EgressKind } from "../domain/host/declarations.ts";
import type { Snapshot, Tuple } from "../domain/host/snapshot.ts";
import { buildChurn, buildHost, buildLog, buildProcess, buildWindows } from "./build-host.ts";
import { buildListener, buildSettings, buildTcpStates, buildTuple, buildUdp } from "./build-snapshot.ts";
import { factsOf } from "./judge.ts";

/** A public incident as facts: what its reporters measured and quoted, and the cause that was found. */
export interface Incident {
  /** As the collection of public cases numbers it. */
  id: string;
  /** Repository and number of the public thread. */
  ref: string;
  cause: Cause;
  facts: Facts;
}

const at = (address: string, port: number) => ({ destination: { address, port } });
const loopback = (port: number) => ({ source: "127.0.0.1", ...at("127.0.0.1", port) });
const held = (process: string) => ({ holders: [{ process, share: 1, basis: "live" as const }] });
const on = (snapshot: Snapshot, policy: Partial<Policy> = {}): Facts => ({
  ...factsOf(snapshot),
  policy: { ...DEFAULT_POLICY, ...policy },
});
const behind = (kind: EgressKind, portsPerDestination: number | null): Partial<Policy> => ({
  declared: { egress: { kind, portsPerDestination }, inboundAcl: null },
});
const waiting = (synSent: number, established: number, said: Partial<Tuple> = {}) =>
  buildTuple({ used: synSent + established, established, synSent, ...at("203.0.113.9", 443), ...said });
const recycle = (runtime: string | null) => ({
  configured: [
    { key: "net.ipv4.tcp_tw_recycle", value: "1", file: "/etc/sysctl.conf", line: 12, runtime, isOverridden: false },
    { key: "net.ipv4.tcp_tw_reuse", value: "1", file: "/etc/sysctl.conf", line: 13, runtime: "1", isOverridden: false },
  ],
});
const old = (kernel: string): Snapshot["host"] => ({ ...buildHost("linux").host, kernel });

export const INCIDENTS: readonly Incident[] = [
  {
    id: "I23",
    ref: "localsend/localsend#125",
    cause: "excluded-range",
    facts: on(
      buildHost("windows", {
        windows: buildWindows({ excluded: { tcp: [{ low: 53_286, high: 53_385, isAdministered: false }], udp: [] } }),
        logs: [buildLog("port-refused", { port: 53_317, count: 1 })],
      }),
    ),
  },
  {
    id: "J01",
    ref: "predis/predis#597",
    cause: "short-connections-one-destination",
    facts: on(
      buildHost("linux", {
        tuples: [buildChurn(9_400, { live: 12, ...loopback(6_379), ...held("php-fpm") })],
        logs: [buildLog("connect-address-unavailable", { destination: "tcp://127.0.0.1:6379", process: "php-fpm" })],
      }),
    ),
  },
  {
    id: "J02",
    ref: "laravel/laravel#1308",
    cause: "short-connections-one-destination",
    facts: on(
      buildHost("linux", {
        tuples: [buildChurn(14_000, at("10.0.0.5", 6_379))],
        logs: [buildLog("connect-address-unavailable", { destination: "redis:6379", process: "php-fpm" })],
      }),
    ),
  },
  {
    id: "J03",
    ref: "golang/go#16012",
    cause: "pool-misconfigured",
    facts: on(
      buildHost("linux", {
        host: old("3.13.0-83-generic"),
        tuples: [buildChurn(21_000, { live: 2, ...at("10.1.2.3", 9_200), ...held("loader") })],
        processes: [buildProcess("loader", { runtime: "go", established: 2 })],
        ...recycle("1"),
      }),
    ),
  },
  {
    id: "J04",
    ref: "rudderlabs/rudder-server#3898",
    cause: "pool-misconfigured",
    facts: on(
      buildHost("linux", {
        namespace: { kind: "container", name: "rudder" },
        tuples: [buildChurn(11_800, { live: 3, ...at("10.4.0.9", 8_080), ...held("rudder-server") })],
      }),
    ),
  },
  {
    id: "J05",
    ref: "couchbase/sync_gateway#215",
    cause: "pool-misconfigured",
    facts: on(
      buildHost("linux", {
        tuples: [buildTuple({ used: 160, established: 40, synSent: 120, ...loopback(4_984), ...held("nginx") })],
        namespace: { serverTimeWait: 10_000 },
      }),
    ),
  },
  {
    id: "J06",
    ref: "engintron/engintron#938",
    cause: "short-connections-one-destination",
    facts: on(
      buildHost("linux", {
        tuples: [buildChurn(27_900, { live: 40, ...at("203.0.113.5", 80), ...held("nginx") })],
        logs: [buildLog("connect-address-unavailable", { process: "nginx", destination: "203.0.113.5:80", source: "error.log" })],
      }),
    ),
  },
  {
    id: "J07",
    ref: "squid-cache/squid#1115",
    cause: "bind-before-connect",
    facts: on(
      buildHost("linux", {
        logs: [
          buildLog("bind-address-in-use", { quote: "commBind: Cannot bind socket local=10.0.0.2 remote=…: (98)", source: "cache.log" }),
        ],
      }),
    ),
  },
  {
    id: "J08",
    ref: "haproxy/haproxy#2050",
    cause: "kernel-port-search",
    facts: on(
      buildHost("linux", {
        namespace: {
          range: { low: 1_024, high: 65_534 },
          tcpStates: { v4: buildTcpStates({ established: 64_600 }), v6: buildTcpStates() },
        },
        tuples: [buildTuple({ used: 32_300, ...at("10.51.4.20", 1_883), ...held("haproxy") })],
      }),
    ),
  },
  {
    id: "J09",
    ref: "gorilla/websocket#678",
    cause: "benchmark-one-destination",
    facts: on(
      buildHost("linux", {
        tuples: [buildTuple({ used: 28_230, ...at("192.168.1.20", 80), ...held("client") })],
        processes: [buildProcess("client", { established: 28_230, descriptors: { used: 28_240, limit: 1_024_000 } })],
        logs: [buildLog("connect-address-unavailable", { destination: "192.168.1.20:80", process: "client" })],
      }),
    ),
  },
  {
    id: "J10",
    ref: "ReactiveX/RxNetty#555",
    cause: "leak-close-wait",
    facts: on(
      buildHost("linux", {
        tuples: [buildTuple({ used: 1_440, established: 40, closeWait: 1_400, ...at("10.2.0.4", 8_080), ...held("java") })],
        processes: [buildProcess("java", { runtime: "java", established: 40, closeWait: 1_400 })],
      }),
    ),
  },
  {
    id: "J11",
    ref: "docker/desktop-feedback#633",
    cause: "udp-leak",
    facts: on(
      buildHost("windows", {
        namespace: { udp: buildUdp(15_720, 16_384) },
        tuples: [buildTuple({ used: 140, ...at("203.0.113.20", 443) })],
        processes: [buildProcess("com.docker.sailor.exe", { udpPortsInRange: 15_683, tcpPortsInRange: 2 })],
        windows: buildWindows(),
      }),
    ),
  },
  {
    id: "J12",
    ref: "microsoft/WSL#3951",
    cause: "leak-bound",
    facts: on(
      buildHost("windows", {
        tuples: [buildTuple({ used: 80, ...at("203.0.113.21", 443) })],
        windows: buildWindows({
          bound: [
            { pid: 10_684, process: "node.exe", ports: 2_260, handles: null },
            { pid: 15_120, process: null, ports: 1_186, handles: null },
          ],
        }),
      }),
    ),
  },
  {
    id: "J13",
    ref: "juspay/kolu#334",
    cause: "os-bug-macos-tcp_now",
    facts: on(
      buildHost("darwin", {
        uptimeDays: 50,
        tuples: [buildChurn(16_280, { ...loopback(7_681), closesPerSecond: [0, 0, 0, 0, 0, 0] }), buildChurn(330, at("203.0.113.22", 443))],
      }),
    ),
  },
  {
    id: "J14",
    ref: "synaptent/aragora#6474",
    cause: "os-bug-macos-tcp_now",
    facts: on(
      buildHost("darwin", {
        uptimeDays: 93,
        namespace: {
          tcpStates: { v4: buildTcpStates({ timeWait: 31_857, established: 1_300 }), v6: buildTcpStates() },
          serverTimeWait: 15_600,
        },
        tuples: [buildChurn(16_200, { ...loopback(8_080), closesPerSecond: [0, 0, 0, 0, 0, 0] })],
      }),
    ),
  },
  {
    id: "J15",
    ref: "cosullivan/SmtpServer#90",
    cause: "short-connections-one-destination",
    facts: on(
      buildHost("windows", {
        tuples: [buildChurn(15_900, { live: 1, ...loopback(9_025) })],
        logs: [buildLog("connect-address-in-use", { destination: "127.0.0.1:9025", count: 1 })],
        windows: buildWindows(),
      }),
    ),
  },
  {
    id: "J16",
    ref: "dotnet/runtime#48219",
    cause: "range-size",
    facts: on(
      buildHost("windows", {
        tuples: Array.from({ length: 20 }, (_, index) => buildTuple({ used: 60, ...at(`198.51.100.${index}`, 443), ...held("proxy.exe") })),
        namespace: {
          tcpPortsInRange: 16_290,
          tcpStates: { v4: buildTcpStates({ established: 16_300 }), v6: buildTcpStates() },
          otherTuples: { count: 4_000, entries: 15_000, worstUsedRatio: 0.01, coverage: 0.08 },
        },
        windows: buildWindows(),
        logs: [buildLog("no-buffer-space")],
      }),
    ),
  },
  {
    id: "J18",
    ref: "rancher/rancher#12510",
    cause: "listener-in-range",
    facts: on(
      buildHost("linux", {
        namespace: { range: { low: 1_024, high: 65_535 } },
        tuples: [buildTuple({ used: 300, ...at("10.43.0.1", 443), ...held("kube-apiserver") })],
        logs: [buildLog("bind-address-in-use", { port: 10_254, process: "nginx-ingress" })],
      }),
    ),
  },
  {
    id: "J19",
    ref: "emqx/emqx#18036",
    cause: "listener-in-range",
    facts: on(
      buildHost("linux", {
        namespace: { listeners: [buildListener({ port: 43_301, process: "beam.smp" })] },
        tuples: [buildTuple({ used: 900, ...at("10.0.0.9", 4_370) })],
        logs: [buildLog("bind-address-in-use", { port: 43_301, process: "beam.smp", count: 1 })],
      }),
    ),
  },
  {
    id: "J20",
    ref: "kubernetes/kubernetes#71261",
    cause: "conntrack-full",
    facts: on(buildHost("linux", { conntrack: { count: 786_432, max: 786_432, buckets: 196_608 }, tuples: [buildTuple({ used: 2_000 })] })),
  },
  {
    id: "J21",
    ref: "jenkins-infra/helpdesk#3908",
    cause: "snat-outside-host",
    facts: on(
      buildHost("linux", {
        kubernetes: { hasKubelet: true, hasKubeProxy: true, nodePortRange: { low: 30_000, high: 32_767 }, nodePorts: null },
        tuples: [waiting(180, 30)],
      }),
      behind("azure-load-balancer", 1_024),
    ),
  },
  {
    id: "J22",
    ref: "moby/moby#37616",
    cause: "address-family",
    facts: on(
      buildHost("linux", {
        namespace: { kind: "container", name: "app" },
        logs: [buildLog("connect-address-unavailable", { destination: "[::1]:5000", process: "node" })],
      }),
    ),
  },
  {
    id: "J23",
    ref: "cloudfoundry/cf-release#758",
    cause: "harmful-sysctl",
    facts: on(buildHost("linux", { host: old("3.19.0-30-generic"), ...recycle("1"), tuples: [buildTuple({ used: 90 })] })),
  },
  {
    id: "K01",
    ref: "redis/redis#340",
    cause: "short-connections-one-destination",
    facts: on(
      buildHost("linux", {
        tuples: [buildChurn(28_180, { live: 50, ...loopback(6_379), ...held("redis-benchmark") })],
        namespace: { settings: buildSettings({ tcpTwReuse: 0 }) },
        logs: [buildLog("connect-address-unavailable", { destination: "127.0.0.1:6379", process: "redis-benchmark" })],
      }),
    ),
  },
  {
    id: "K03",
    ref: "haproxy/haproxy#1520",
    cause: "short-connections-one-destination",
    facts: on(buildHost("linux", { tuples: [buildChurn(24_000, { live: 90, ...at("10.0.8.3", 8_080), ...held("haproxy") })] })),
  },
  {
    id: "K05",
    ref: "TechEmpower/FrameworkBenchmarks#4092",
    cause: "benchmark-one-destination",
    facts: on(
      buildHost("linux", {
        tuples: [buildChurn(26_500, { live: 512, ...at("10.0.0.2", 8_080), closesPerSecond: [800, 900, 900, 50, 0, 0], ...held("wrk") })],
      }),
    ),
  },
  {
    id: "K07",
    ref: "elastic/elasticsearch#11971",
    cause: "leak-close-wait",
    facts: on(buildHost("linux", { tuples: [buildTuple({ used: 420, established: 30, closeWait: 390, ...at("10.0.0.30", 50_010) })] })),
  },
  {
    id: "K09",
    ref: "tailscale/tailscale#19016",
    cause: "os-bug-macos-tcp_now",
    facts: on(
      buildHost("darwin", {
        namespace: {
          serverTimeWait: 5_000,
          tcpStates: { v4: buildTcpStates({ timeWait: 21_000, established: 400 }), v6: buildTcpStates() },
        },
        tuples: [buildChurn(16_000, { ...loopback(41_112), closesPerSecond: [0, 0, 0, 0, 0, 0] })],
      }),
    ),
  },
  {
    id: "K11",
    ref: "sshnet/SSH.NET#922",
    cause: "range-size",
    facts: on(
      buildHost("windows", {
        tuples: Array.from({ length: 20 }, (_, index) => buildChurn(700, loopback(20_000 + index))),
        namespace: { tcpPortsInRange: 15_100 },
        windows: buildWindows(),
      }),
    ),
  },
  {
    id: "K13",
    ref: "cloudfoundry/loggregator#20",
    cause: "listener-in-range",
    facts: on(buildHost("linux", { logs: [buildLog("bind-address-in-use", { port: 33_333, process: "doppler", count: 1 })] })),
  },
  {
    id: "K15",
    ref: "NixOS/nixpkgs#12987",
    cause: "conntrack-full",
    facts: on(
      buildHost("linux", {
        conntrack: { count: 9_800, max: 10_240, buckets: 2_560 },
        tuples: [buildChurn(9_500, { ...at("10.233.1.2", 80), live: 20 })],
        logs: [buildLog("conntrack-full", { source: "kernel" })],
      }),
    ),
  },
  {
    id: "K17",
    ref: "cilium/cilium#23604",
    cause: "snat-outside-host",
    facts: on(
      buildHost("linux", {
        kubernetes: { hasKubelet: true, hasKubeProxy: false, nodePortRange: { low: 30_000, high: 32_767 }, nodePorts: null },
        tuples: [waiting(300, 900)],
      }),
    ),
  },
  {
    id: "K19",
    ref: "JuliaLang/julia#33945",
    cause: "os-behaviour-freebsd",
    facts: on(buildHost("freebsd", { logs: [buildLog("bind-address-in-use", { process: "julia", count: 2 })] })),
  },
  {
    id: "K21",
    ref: "heiher/natmap#27",
    cause: "fixed-source-port",
    facts: on(
      buildHost("linux", {
        tuples: [buildChurn(1, { ...at("203.0.113.40", 80), closesPerSecond: [0, 0, 0, 0, 0, 0] })],
        logs: [buildLog("connect-address-unavailable", { destination: "203.0.113.40:80", process: "natmap" })],
      }),
    ),
  },
  {
    id: "K23",
    ref: "microsoft/WSL#5514",
    cause: "excluded-range",
    facts: on(
      buildHost("windows", {
        windows: buildWindows({ excluded: { tcp: [{ low: 5_036, high: 5_135, isAdministered: false }], udp: [] } }),
        logs: [buildLog("port-refused", { port: 5_037, count: 1 })],
      }),
    ),
  },
];
