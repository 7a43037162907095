import { buildHost, buildLog, buildProcess } from "../build-host.ts";
import { buildGap, buildListener, buildTuple, buildUdp } from "../build-snapshot.ts";
import { behind, on, waiting } from "./facts.ts";
import type { MadeIncident } from "./incident.ts";

/** Hosts with ports to spare, and hosts of which too little is known. */
export const MADE_NONE: readonly MadeIncident[] = [
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
    what: "a second nginx on port 80",
    cause: "not-port-exhaustion",
    facts: on(buildHost("linux", { logs: [buildLog("bind-address-in-use", { port: 80, process: "nginx" })] })),
  },
  {
    what: "a node whose pods knock at an external address that is gone",
    cause: "unknown",
    facts: on(
      buildHost("linux", {
        kubernetes: { hasKubelet: true, hasKubeProxy: true, nodePortRange: { low: 30_000, high: 32_767 }, nodePorts: null },
        tuples: [waiting(120, 0)],
      }),
    ),
  },
  {
    what: "a web server that closes first, as always",
    cause: "not-port-exhaustion",
    facts: on(buildHost("linux", { namespace: { serverTimeWait: 3_000 }, tuples: [buildTuple({ used: 40 })] })),
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
