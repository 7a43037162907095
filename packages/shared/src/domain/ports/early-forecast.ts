import type { PortUse } from "./port-use.ts";
import { type Slope, slopeOfCloses, slopeOfStanding } from "./short-slope.ts";
import { sureSlope } from "./trend.ts";
import type { Forecast, UseReading } from "./use-reading.ts";

/** Readings over so long a time are enough to say that nothing fills the ports. */
const TELLING_SECONDS = 20;
/** A rate that rose for a minute is not expected to rise for longer than this. */
const RISES_SECONDS = 600;
const HORIZON_SECONDS = 24 * 3_600;
/** Standard errors from the best guess to either end of the interval. */
const INTERVAL_ERRORS = 1.7;

/** Per second: closes, how these grow, and how ports grow that stand. */
interface Course {
  closes: number;
  rise: number;
  leak: number;
}

/**
 * A forecast from seconds of readings: the growth of standing ports between them, and the slope of the closes in
 * their windows. Where neither is beyond chance it is `never` once readings span twenty seconds and a load is a
 * minute old, before that unknown.
 */
export function earlyForecast(readings: readonly UseReading[], closes: number | null): Forecast {
  const { use } = readings.at(-1)!;
  const standing = slopeOfStanding(readings);
  const rate = use.closesPerSecond && closes !== null ? slopeOfCloses(readings) : null;
  const rise = sure(rate);
  // On a slope the newest rate is the line's end, not the mean that is sustained.
  const now = rate !== null && rise > 0 ? Math.max(closes ?? 0, rate.end) : (closes ?? 0);
  const bound = (errors: number): number | null =>
    secondsToFill(use, { closes: now, rise: rise > 0 || errors > 0 ? moved(rate, errors) : 0, leak: moved(standing, errors) });
  const best = secondsToFill(use, { closes: now, rise, leak: sure(standing) });
  const low = bound(INTERVAL_ERRORS);
  if (best === null) {
    // A load that has just begun may rise on: its rate is not seen for long enough to call it steady.
    const hasJustBegun = rate === null && now > 0;
    const isTelling = standing !== null && standing.spanSeconds >= TELLING_SECONDS && !hasJustBegun;
    return isTelling ? { kind: "never", low: low === null ? null : low / 60 } : { kind: "unknown", reason: "too-few-readings" };
  }
  const high = bound(-INTERVAL_ERRORS);
  return {
    kind: "minutes",
    low: Math.min(low ?? best, best) / 60,
    best: best / 60,
    high: high === null ? null : Math.max(high, best) / 60,
  };
}

/** Per second. */
const sure = (slope: Slope | null): number => (slope === null ? 0 : Math.max(0, sureSlope(slope)) / 60);
const moved = (slope: Slope | null, errors: number): number =>
  slope === null ? 0 : Math.max(0, slope.perMinute + errors * slope.error) / 60;

/** Second by second: what stands, what is left of TIME_WAIT by its schedule, and what is closed and not yet back. Null: not within a day. */
function secondsToFill({ standing, waiting, releases, hold, capacity }: PortUse, { closes, rise, leak }: Course): number | null {
  const holdSeconds = Math.round(hold.seconds);
  const closed = [0];
  let left = waiting;
  let ports = standing;
  let second = 1;
  for (; second <= RISES_SECONDS + holdSeconds; second++) {
    closed.push(closed[second - 1]! + closes + rise * Math.min(second, RISES_SECONDS));
    left = releases ? left - (releases[second - 1] ?? 0) : waiting * (1 - second / Math.max(1, holdSeconds));
    const held = closed[second]! - closed[Math.max(0, second - holdSeconds)]! + (second < holdSeconds ? Math.max(0, left) : 0);
    ports = standing + leak * second + held;
    if (ports >= capacity) return second;
  }
  const seconds = leak > 0 ? second + (capacity - ports) / leak : Number.POSITIVE_INFINITY;
  return seconds <= HORIZON_SECONDS ? seconds : null;
}
