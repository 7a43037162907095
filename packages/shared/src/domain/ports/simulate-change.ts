import type { NetworkSettings } from "../host/settings.ts";
import { normalizeIntervals, type PortInterval } from "../network/port-interval.ts";

/** One thing that a person can do about ports, in numbers. Several at once are a list, applied in order. */
export type Change =
  | { kind: "set-range"; range: PortInterval }
  /** Added to what is reserved already: writing the list replaces it, so commands write the merged one. */
  | { kind: "reserve"; ports: PortInterval[] }
  /** The whole list, in place of the present one. */
  | { kind: "set-reserved"; ports: PortInterval[] }
  | { kind: "tw-reuse"; mode: 0 | 1 | 2 }
  /** net.ipv4.tcp_tw_reuse_delay, in milliseconds. */
  | { kind: "reuse-delay"; delayMs: number }
  | { kind: "timestamps"; mode: 0 | 1 | 2 }
  | { kind: "max-tw-buckets"; buckets: number }
  /** Each connection carries so many requests instead of one. */
  | { kind: "pool"; requestsPerConnection: number }
  /** The same load from so many source addresses, or to so many destinations. */
  | { kind: "sources"; count: number }
  | { kind: "destinations"; count: number }
  /** Programs bind with IP_BIND_ADDRESS_NO_PORT, or not at all, before they connect. */
  | { kind: "no-port" }
  /** Sockets that nobody will use again are closed. */
  | { kind: "close-leak"; what: "close-wait" | "bound" };

/** The part of a namespace that changes act on. */
export interface PortConfiguration {
  range: PortInterval;
  reserved: readonly PortInterval[];
  settings: NetworkSettings;
}

/** A configuration and a way of using it: what changes make of today's. */
export interface Plan extends PortConfiguration {
  requestsPerConnection: number;
  sources: number;
  destinations: number;
  bindsWithoutPort: boolean;
  closesCloseWait: boolean;
  closesBound: boolean;
}

const AS_TODAY = {
  requestsPerConnection: 1,
  sources: 1,
  destinations: 1,
  bindsWithoutPort: false,
  closesCloseWait: false,
  closesBound: false,
} as const;

export const planOf = (present: PortConfiguration, changes: readonly Change[]): Plan =>
  changes.reduce(apply, { ...AS_TODAY, range: present.range, reserved: present.reserved, settings: present.settings });

function apply(plan: Plan, change: Change): Plan {
  switch (change.kind) {
    case "set-range":
      return { ...plan, range: change.range };
    case "reserve":
      return { ...plan, reserved: normalizeIntervals([...plan.reserved, ...change.ports]) };
    case "set-reserved":
      return { ...plan, reserved: normalizeIntervals(change.ports) };
    case "tw-reuse":
      return { ...plan, settings: { ...plan.settings, tcpTwReuse: change.mode } };
    case "reuse-delay":
      return { ...plan, settings: { ...plan.settings, tcpTwReuseDelayMs: change.delayMs } };
    case "timestamps":
      return { ...plan, settings: { ...plan.settings, tcpTimestamps: change.mode } };
    case "max-tw-buckets":
      return { ...plan, settings: { ...plan.settings, tcpMaxTwBuckets: change.buckets } };
    case "pool":
      return { ...plan, requestsPerConnection: change.requestsPerConnection };
    case "sources":
      return { ...plan, sources: change.count };
    case "destinations":
      return { ...plan, destinations: change.count };
    case "no-port":
      return { ...plan, bindsWithoutPort: true };
    case "close-leak":
      return change.what === "bound" ? { ...plan, closesBound: true } : { ...plan, closesCloseWait: true };
  }
}

/** Whether the effect waits for today's sockets to end: a sysctl acts on the next connect(), a program on its next connections. */
export const isGradual = (changes: readonly Change[]): boolean =>
  changes.some(({ kind }) => kind === "pool" || kind === "no-port" || kind === "close-leak");
