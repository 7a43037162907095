import type { CliCheckText } from "../cli-check.ts";

const KIND = { host: "host", named: "namespace", container: "container", pod: "pod" } as const;

const PART = {
  tcp: "TCP sockets",
  udp: "UDP sockets",
  boundInactive: "bound, unconnected sockets",
  range: "ephemeral range",
  reservedPorts: "reserved ports",
  settings: "kernel settings",
  counters: "TCP counters",
  conntrack: "conntrack table",
  namespaces: "network namespaces",
  processes: "processes",
  socketOptions: "socket options",
  tuples: "tuples",
} as const;

const REASON = {
  absent: "not there",
  denied: "not permitted",
  malformed: "not readable as it should be",
  timeout: "took too long",
  unsupported: "not supported here",
  truncated: "cut short",
} as const;

export const cliCheck: CliCheckText = {
  title: {
    tuples: "TUPLES, TIGHTEST FIRST",
    pools: "BIND-FIRST POOLS: bind(source, 0), WHATEVER THE DESTINATION",
    checks: "CHECKS",
    gaps: "NOT SEEN",
  },
  status: { pass: "pass", warn: "warn", fail: "fail", unknown: "unknown", not_applicable: "not applicable" },
  namespace: (kind, name) => (name === null ? KIND[kind] : `${KIND[kind]} ${name}`),
  range: (low, high, capacity, reserved) => `ephemeral range ${low}–${high} · ${reserved} reserved · capacity ${capacity}`,
  rangeUnknown: "ephemeral range unknown",
  used: (used, capacity) => `${used} of ${capacity} used`,
  headroom: (interval) => `${interval} left`,
  unlimited: (atLeast) => `nothing limits (≥ ${atLeast})`,
  closesPerSecond: (rate) => `${rate} closes/s`,
  boundInactive: (count) => `${count} bound, unconnected`,
  noTuples: "No outbound TCP connection uses a port of the range.",
  moreTuples: (count, worst) => `and ${count} more${worst === null ? "" : `, ${worst} used at most`}`,
  morePools: (count) => `and ${count} more`,
  gap: (part, reason) => `${PART[part]}: ${REASON[reason]}`,
  inNamespace: (name) => `in ${name}`,
  anyAddress: "any address",
};
