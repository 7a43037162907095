import { DAY_MS, HOUR_MS, MINUTE_MS } from "./durations.ts";
import { hashOf, unitOf } from "./hash-noise.ts";
import type { SimulatedHost } from "./simulated-host.ts";

/** What happens to a host on one UTC day. All of it begins and ends on that day. */
export interface DayPlan {
  day: number;
  surge: Surge | null;
  /** The agent is not heard of. */
  silence: Span | null;
  /** The agent cannot read the TCP sockets. */
  blindness: Span | null;
  /** The last failure of the day before, which still counts for 24 hours; -Infinity without one. */
  lastFailureBeforeMs: number;
}

export interface Span {
  fromMs: number;
  untilMs: number;
}

/** Connections to the busiest destination come faster and faster, until its ports are gone or somebody steps in. */
export interface Surge extends Span {
  /** From here on it stays at its peak. */
  peakMs: number;
  /** Share of the free ports that it takes at the peak; at 1 calls fail. */
  peak: number;
  failuresPerSecond: number;
}

const SURGES_PER_DAY = 0.004;
const SILENCES_PER_DAY = 0.006;
const BLINDNESSES_PER_DAY = 0.004;
const EXHAUSTING_SHARE = 0.6;
/** Entries of TIME_WAIT remain so long after the last call. */
export const AFTERMATH_MS = MINUTE_MS;

/** `day` counts from 1970-01-01. */
export function planDay(host: SimulatedHost, day: number): DayPlan {
  const before = surgeOf(host, day - 1);
  return {
    day,
    surge: surgeOf(host, day),
    silence: spanOf(host, day, 30, SILENCES_PER_DAY, { leastMs: HOUR_MS, mostMs: 7 * HOUR_MS }),
    blindness: spanOf(host, day, 40, BLINDNESSES_PER_DAY, { leastMs: 20 * MINUTE_MS, mostMs: 4 * HOUR_MS }),
    lastFailureBeforeMs: before?.peak === 1 ? before.untilMs : Number.NEGATIVE_INFINITY,
  };
}

export const isWithin = (span: Span | null, atMs: number): boolean => span !== null && atMs >= span.fromMs && atMs < span.untilMs;

/** Where entries may be taken over, a surge finds ports again at once: it is none. */
export function surgeOf({ seed, configuration }: SimulatedHost, day: number): Surge | null {
  if (unitOf(seed, 20, day) >= SURGES_PER_DAY || configuration.configuration.tcpTwReuse === 1) return null;
  const drawn = (stream: number) => unitOf(seed, stream, day);
  const fromMs = day * DAY_MS + Math.floor(drawn(21) * 22 * 3_600) * 1_000;
  const peakMs = fromMs + Math.round((5 + 20 * drawn(22)) * MINUTE_MS);
  const untilMs = peakMs + Math.round((4 + 30 * drawn(23)) * MINUTE_MS);
  const peak = drawn(24) < EXHAUSTING_SHARE ? 1 : 0.45 + 0.5 * drawn(25);
  return { fromMs, peakMs, untilMs, peak, failuresPerSecond: 0.5 + 40 * drawn(26) ** 3 };
}

function spanOf({ seed }: SimulatedHost, day: number, stream: number, perDay: number, length: { leastMs: number; mostMs: number }) {
  if (unitOf(seed, stream, day) >= perDay) return null;
  const lastsMs = length.leastMs + (hashOf(seed, stream + 1, day) % (length.mostMs - length.leastMs));
  const fromMs = day * DAY_MS + Math.floor(unitOf(seed, stream + 2, day) * (DAY_MS - lastsMs));
  return { fromMs, untilMs: fromMs + lastsMs };
}

/** 0 to 1: how much of the free ports a surge takes. */
export function surgeAt(surge: Surge | null, atMs: number): number {
  if (surge === null || atMs < surge.fromMs || atMs >= surge.untilMs + AFTERMATH_MS) return 0;
  const { fromMs, peakMs, untilMs, peak } = surge;
  if (atMs < peakMs) return (peak * (atMs - fromMs)) / (peakMs - fromMs);
  return atMs < untilMs ? peak : peak * (1 - (atMs - untilMs) / AFTERMATH_MS);
}

/** Calls that failed in all until then. */
export function failuresUntil(surge: Surge | null, atMs: number): number {
  if (surge?.peak !== 1 || atMs <= surge.peakMs) return 0;
  return Math.floor(((Math.min(atMs, surge.untilMs) - surge.peakMs) / 1_000) * surge.failuresPerSecond);
}

/** The last time a call failed, at most `atMs`; -Infinity where none did since the day before the plan's. */
export const lastFailureMs = ({ surge, lastFailureBeforeMs }: DayPlan, atMs: number): number =>
  failuresUntil(surge, atMs) > 0 ? Math.min(atMs, surge!.untilMs) : lastFailureBeforeMs;
