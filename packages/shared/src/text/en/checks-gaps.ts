import type { GapPart, GapPlace, GapReason } from "../../domain/host/gap.ts";

const PART: Record<GapPart, string> = {
  tcp: "TCP sockets",
  udp: "UDP sockets",
  boundInactive: "Bound, unconnected sockets",
  range: "The ephemeral range",
  reservedPorts: "The reserved ports",
  settings: "Kernel settings",
  counters: "TCP counters",
  conntrack: "The conntrack table",
  namespaces: "Other network namespaces",
  processes: "Processes",
  socketOptions: "Socket options",
  tuples: "Tuples",
  pools: "Bind-first pools",
  listeners: "Listeners",
  failures: "Failed port allocations",
  logs: "Logs",
  configured: "Persistent settings",
  changes: "Changes of the configuration",
  pressure: "TCP memory and orphans",
  allowances: "EC2 network allowances",
  kubernetes: "Kubernetes",
  published: "Published container ports",
  services: "Services with dynamic ports",
  windows: "Windows port settings",
  firewall: "Firewall rules",
};

const REASON: Record<Exclude<GapReason, "truncated">, string> = {
  absent: "this host does not have it",
  denied: "permission was denied",
  malformed: "what was read makes no sense",
  timeout: "it took too long",
  unsupported: "this kernel, agent or bundle does not show it",
};

/** Calls are traced by an agent that stays: a single look, or the files of a host, have seen none. */
const UNWATCHED =
  "Failed port allocations are seen only as they happen, by berth-agent run or top as root on Linux. One look can read logs: --logs FILE.";

export const gap = (part: GapPart, reason: GapReason, at?: GapPlace): string => {
  if (at)
    return at.line === null
      ? `${PART[part]}: ${at.file} is not in the bundle.`
      : `Line ${at.line} of ${at.file} is cut off or makes no sense: what it held is not counted.`;
  if (part === "failures" && reason === "unsupported") return UNWATCHED;
  return reason === "truncated" ? `${PART[part]}: only a part was reported.` : `${PART[part]} could not be read: ${REASON[reason]}.`;
};
