import type { Evidence } from "../checklist/check.ts";

/** Why a host is short of ports, or only seems to be: a closed list, with one answer for a host. */
export const CAUSES = [
  "short-connections-one-destination",
  "benchmark-one-destination",
  "pool-misconfigured",
  "bind-before-connect",
  "leak-close-wait",
  "leak-bound",
  "leak-established",
  "udp-leak",
  "listener-in-range",
  "excluded-range",
  "range-size",
  "long-lived-connections",
  "server-side-time-wait",
  "conntrack-full",
  "snat-outside-host",
  "address-family",
  "file-descriptors",
  "kernel-port-search",
  "time-wait-bucket-limit",
  "os-bug-macos-tcp_now",
  "os-behaviour-freebsd",
  "harmful-sysctl",
  "fixed-source-port",
  "not-port-exhaustion",
  "unknown",
] as const;
export type Cause = (typeof CAUSES)[number];

/** One cause, with what speaks for it, or why it is not the cause. */
export interface Diagnosis {
  cause: Cause;
  /** What speaks for it; empty only where the cause is unknown. */
  evidence: Evidence[];
  /** The other causes that were weighed: likeliest first. */
  rivals: Rival[];
}

export interface Rival {
  cause: Cause;
  /** `possible`: it would explain a part; `excluded`: what was read speaks against it; `unknown`: what would tell was not read. */
  standing: "possible" | "excluded" | "unknown";
  /** Why. */
  evidence: Evidence[];
}
