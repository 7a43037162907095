import { buildChurn, buildHost, buildLog, buildProcess } from "../build-host.ts";
import { buildSettings, buildTcpStates, buildTuple } from "../build-snapshot.ts";
import { at, held, loopback, old, on, recycle } from "./facts.ts";
import type { Incident } from "./incident.ts";

/** Incidents of Linux hosts whose connections came and went, stayed, or took their port too early. */
export const CONNECTIONS_INCIDENTS: readonly Incident[] = [
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
];
