import type { OutlookUnknown } from "../domain/ports/outlook.ts";

/** The words of `berth-agent top`. Figures come formatted. */
export interface CliTopText {
  every(seconds: string): string;
  paused: string;
  waiting: string;
  column: { supplies: string; trend: string };
  pool(source: string): string;
  udp: string;
  left(count: string): string;
  unlimited: string;
  rate(opens: string): string;
  /** Connections that take over a TIME_WAIT entry leave none of their own. */
  rateAtLeast(opens: string): string;
  ceiling(ceiling: string): string;
  /** Time to exhaustion; `high` is null where it may never come. */
  zeroIn(best: string, low: string, high: string | null): string;
  zeroNow: string;
  never: string;
  /** Calls failed for want of a port in the last seconds. */
  failingNow: string;
  /** A pool that nobody draws on. */
  undrawn: string;
  watching: string;
  unknown: Record<OutlookUnknown, string>;
  failures(count: string): string;
  failedConnect(process: string, destination: string, errno: number, count: string, ago: string): string;
  failedBind(process: string, source: string, errno: number, count: string, ago: string): string;
  someone: string;
  somewhere: string;
  noFailures: string;
  notTraced: string;
  /** A single look sees no failures. */
  oneLook: string;
  notCause: string;
  who: string;
  holder(process: string, share: string, isInferred: boolean): string;
  /** Known from its failed calls only. */
  failing(process: string): string;
  /** Processes cannot be seen; or they can, and none was seen with such a socket open. */
  nobodyKnown: string;
  nobodySeen: string;
  noRows: string;
  keys: { overview: string; view: string };
  detail: {
    states(established: string, timeWait: string, closeWait: string, synSent: string, finWait: string): string;
    closes: string;
    releases: string;
    life(seconds: string): string;
    steady(ports: string, share: string): string;
    ceiling(perSecond: string, room: string): string;
    half(isPast: boolean): string;
    /** `span` comes with its unit. */
    halfIn(span: string): string;
    reusable(count: string): string;
    blocked(count: string): string;
  };
  remedies: string;
  checks: string;
  help: string[];
}
