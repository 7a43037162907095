import { type DayPlan, failuresUntil, isWithin } from "./day-plan.ts";
import { SAMPLE_MS } from "./durations.ts";
import type { PortCounts } from "./port-counts.ts";
import { quickSeverity, type Severity } from "./quick-severity.ts";
import type { SimulatedHost } from "./simulated-host.ts";

/** One sample of a host, in figures. Ratios are used ÷ capacity, 0 to 1; TCP's are null where it could not be read. */
export interface SampleFigures {
  tightestUsedRatio: number | null;
  bindPoolUsedRatio: number | null;
  udpUsedRatio: number;
  /** Closes per second of the tightest tuple ÷ what its capacity bears for long; null where unread. */
  rateOverCeiling: number | null;
  /** Of the tightest tuple, over the last minute; null where unread. */
  closesPerSecond: number | null;
  /** Calls that failed for want of a port in the ten seconds before. */
  failures: number;
  /** What the fleet's list would say of it at once. */
  severity: Severity;
}

const TIME_WAIT_SECONDS = 60;
/** tcp_tw_reuse_delay of kernels that have no such setting. */
const REUSE_SECONDS = 2;

/** `counts` are those of `atMs`. */
export function figuresOf(host: SimulatedHost, counts: PortCounts, plan: DayPlan, atMs: number): SampleFigures {
  const { capacity, tcpTwReuse } = counts.configuration;
  const isBlind = isWithin(plan.blindness, atMs);
  const closesPerSecond = counts.waiting[counts.tightest]! / TIME_WAIT_SECONDS;
  return {
    tightestUsedRatio: isBlind ? null : counts.used / capacity,
    bindPoolUsedRatio: isBlind ? null : counts.distinct / capacity,
    udpUsedRatio: counts.udpPorts / capacity,
    rateOverCeiling: isBlind ? null : (closesPerSecond * (tcpTwReuse === 1 ? REUSE_SECONDS : TIME_WAIT_SECONDS)) / capacity,
    closesPerSecond: isBlind ? null : closesPerSecond,
    failures: failuresUntil(plan.surge, atMs) - failuresUntil(plan.surge, atMs - SAMPLE_MS),
    severity: quickSeverity(host, counts, plan, atMs),
  };
}
