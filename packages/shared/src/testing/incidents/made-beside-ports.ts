import { buildChurn, buildHost, buildLog, buildProcess, buildWindows } from "../build-host.ts";
import { buildTcpStates, buildTuple } from "../build-snapshot.ts";
import { at, behind, every, on, stopped, waiting } from "./facts.ts";
import type { MadeIncident } from "./incident.ts";

const stuck = buildHost("darwin", { tuples: [buildChurn(9_000, { ...at("127.0.0.1", 9_000), ...stopped })] });

/** Hosts that are short of something else. */
export const MADE_BESIDE_PORTS: readonly MadeIncident[] = [
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
