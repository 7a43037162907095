import { buildChurn, buildHost, buildLog } from "../build-host.ts";
import { buildTcpStates } from "../build-snapshot.ts";
import { at, loopback, on } from "./facts.ts";
import type { Incident } from "./incident.ts";

/** Incidents of macOS and FreeBSD hosts. */
export const BSD_INCIDENTS: readonly Incident[] = [
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
    id: "K19",
    ref: "JuliaLang/julia#33945",
    cause: "os-behaviour-freebsd",
    facts: on(buildHost("freebsd", { logs: [buildLog("bind-address-in-use", { process: "julia", count: 2 })] })),
  },
];
