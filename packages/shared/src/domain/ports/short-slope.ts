import type { Trend } from "./trend.ts";
import type { UseReading } from "./use-reading.ts";

/** A slope seen over less than a few minutes. */
export interface Slope extends Pick<Trend, "perMinute" | "error"> {
  spanSeconds: number;
  /** Where the line through the values stands now. */
  end: number;
}

/** Connections of a start come within a moment: closer readings do not tell it from a leak. */
const LEAST_SECONDS = 4;
/** So many readings within a minute are a slope of their own; fewer go back five minutes. */
const DENSE = { readings: 3, seconds: 60 } as const;
const SPARSE_SECONDS = 300;
const HALVED_READINGS = 4;

/** The readings of the last minute, where there are several; otherwise of the last five. */
const recentReadings = (readings: readonly UseReading[]): UseReading[] =>
  newest(readings, isDense(readings) ? DENSE.seconds : SPARSE_SECONDS);

/** Whether several readings were made within the last minute. */
export const isDense = (readings: readonly UseReading[]): boolean => newest(readings, DENSE.seconds).length >= DENSE.readings;

function newest(readings: readonly UseReading[], seconds: number): UseReading[] {
  const nowMs = readings.at(-1)?.atMs ?? 0;
  return readings.filter(({ atMs }) => nowMs - atMs <= seconds * 1000);
}

/**
 * Ports per minute by which those grow that are not in TIME_WAIT. A growth that has ended is none: the newer half of the
 * readings must show it too. The error is that of connections which come and go by chance (Poisson). Null for a single look.
 */
export function slopeOfStanding(readings: readonly UseReading[]): Slope | null {
  const recent = recentReadings(readings);
  const [first, last] = [recent[0], recent.at(-1)];
  if (first === undefined || last === undefined) return null;
  const spanSeconds = (last.atMs - first.atMs) / 1000;
  if (spanSeconds < LEAST_SECONDS) return null;
  const points = recent.map(({ atMs, use }) => ({ at: (atMs - last.atMs) / 60_000, value: use.standing }));
  const whole = lineThrough(points);
  const newer = points.length < HALVED_READINGS ? whole : lineThrough(points.slice(Math.floor(points.length / 2)));
  const open = Math.max(1, last.use.standing - last.use.blocked, first.use.standing - first.use.blocked);
  return {
    perMinute: Math.min(whole.slope, newer.slope),
    error: (Math.sqrt(2 * open) * 60) / spanSeconds,
    spanSeconds,
    end: whole.end,
  };
}

const WINDOW_SECONDS = 10;
/** The noise of a real load is larger than chance alone makes it. */
const NOISE_FACTOR = 1.5;

/**
 * Closes per second and minute by which the rate of the six windows grows; a step of level is no slope, so no more than
 * the median of the steps between windows. Null where there are not six.
 */
export function slopeOfCloses(closesPerSecond: readonly number[]): Slope | null {
  if (closesPerSecond.length < 6) return null;
  const points = closesPerSecond.map((value, index) => ({ at: (index + 0.5 - closesPerSecond.length) / 6, value }));
  const { slope, mean, scatter, spread, end } = lineThrough(points);
  const steps = closesPerSecond.slice(1).map((value, index) => (value - closesPerSecond[index]!) * 6);
  const middle = steps.toSorted((a, b) => a - b)[steps.length >> 1]!;
  const isSteady = Math.sign(middle) === Math.sign(slope);
  const noise = Math.max(Math.sqrt(Math.max(mean, 0.1) / WINDOW_SECONDS), scatter);
  return {
    perMinute: isSteady ? Math.sign(slope) * Math.min(Math.abs(middle), Math.abs(slope)) : 0,
    error: (NOISE_FACTOR * noise) / Math.sqrt(spread),
    spanSeconds: closesPerSecond.length * WINDOW_SECONDS,
    end,
  };
}

interface Point {
  at: number;
  value: number;
}

/** Least squares; `end` is the line's value at 0, `scatter` the deviation of the points around it. */
function lineThrough(points: readonly Point[]): { slope: number; mean: number; end: number; scatter: number; spread: number } {
  const middle = points.reduce((sum, { at }) => sum + at, 0) / points.length;
  const mean = points.reduce((sum, { value }) => sum + value, 0) / points.length;
  const spread = points.reduce((sum, { at }) => sum + (at - middle) ** 2, 0);
  const slope = spread === 0 ? 0 : points.reduce((sum, { at, value }) => sum + (at - middle) * (value - mean), 0) / spread;
  const squares = points.reduce((sum, { at, value }) => sum + (value - mean - slope * (at - middle)) ** 2, 0);
  return { slope, mean, end: mean - slope * middle, scatter: Math.sqrt(squares / Math.max(1, points.length - 2)), spread };
}
