import { buildChurn, buildHost, buildLog, buildProcess, buildWindows } from "../build-host.ts";
import { buildTcpStates, buildTuple, buildUdp } from "../build-snapshot.ts";
import { at, held, loopback, on } from "./facts.ts";
import type { Incident } from "./incident.ts";

/** Incidents of Windows hosts. */
export const WINDOWS_INCIDENTS: readonly Incident[] = [
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
