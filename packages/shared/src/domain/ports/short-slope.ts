import { sureSlope, type Trend } from "./trend.ts";
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
const LEAST_WINDOWS = 6;
/** A longer rise is seen surer, one that has only begun in the newest windows alone: five minutes, two, and one. */
const WINDOW_COUNTS = [30, 12, 6] as const;
/** The noise of a real load is larger than chance alone makes it. */
const NOISE_FACTOR = 1.5;

/** Windows that overlap the newer reading's are left out; a reading is never on the second. */
const SLACK_MS = 1500;
/** Two levels have the best of all moments to change at: by chance alone they fit noise so much better. */
const STEP_SLACK = 1.3;

/** How closes per second grow: over the longest time that shows it, a shorter one only where its rise is surer. Null within a load's first minute. */
export function slopeOfCloses(readings: readonly UseReading[]): Slope | null {
  const chained = sinceOnset(chainedCloses(readings));
  if (chained.length < LEAST_WINDOWS) return null;
  return WINDOW_COUNTS.map((count) => slopeOfWindows(chained.slice(-count))).reduce((longer, shorter) =>
    sureSlope(shorter) > sureSlope(longer) ? shorter : longer,
  );
}

/** Closes per second in windows of 10 s, oldest first: the six of the newest reading, and of those before it that follow on. */
function chainedCloses(readings: readonly UseReading[]): number[] {
  let chained: number[] = [];
  let nextMs: number | null = null;
  for (const { atMs, use } of readings.toReversed()) {
    if (use.closesPerSecond === null) break;
    if (nextMs !== null && atMs > nextMs + SLACK_MS) continue;
    if ((nextMs !== null && atMs < nextMs - SLACK_MS) || chained.length >= WINDOW_COUNTS[0]) break;
    chained = [...use.closesPerSecond, ...chained];
    nextMs = atMs - use.closesPerSecond.length * WINDOW_SECONDS * 1000;
  }
  return chained;
}

/** Windows before a load began, and the one it began in, tell nothing of how it grows. */
function sinceOnset(closesPerSecond: number[]): number[] {
  const first = closesPerSecond.findIndex((rate) => rate > 0);
  return first > 0 ? closesPerSecond.slice(first + 1) : closesPerSecond;
}

/**
 * Closes per second and minute by which the rate of the windows grows (oldest first, of 10 s each). A step of level is no
 * slope: where two levels fit the windows clearly better than a line does, it is zero.
 */
function slopeOfWindows(closesPerSecond: readonly number[]): Slope {
  const points = closesPerSecond.map((value, index) => ({ at: (index + 0.5 - closesPerSecond.length) / 6, value }));
  const { slope, mean, scatter, squares, spread, end } = lineThrough(points);
  const noise = Math.max(Math.sqrt(Math.max(mean, 0.1) / WINDOW_SECONDS), scatter);
  return {
    perMinute: squares <= STEP_SLACK * squaresOfStep(closesPerSecond) ? slope : 0,
    error: (NOISE_FACTOR * noise) / Math.sqrt(spread),
    spanSeconds: closesPerSecond.length * WINDOW_SECONDS,
    end,
  };
}

/** Squared deviations from two levels, at the best moment for one to give way to the other. */
function squaresOfStep(values: readonly number[]): number {
  const squaresAround = (level: readonly number[]) => {
    const mean = level.reduce((sum, value) => sum + value, 0) / level.length;
    return level.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  };
  return Math.min(...values.slice(1).map((_, index) => squaresAround(values.slice(0, index + 1)) + squaresAround(values.slice(index + 1))));
}

interface Point {
  at: number;
  value: number;
}

/** Least squares; `end` is the line's value at 0, `scatter` the deviation of the points around it. */
function lineThrough(points: readonly Point[]): {
  slope: number;
  mean: number;
  end: number;
  scatter: number;
  squares: number;
  spread: number;
} {
  const middle = points.reduce((sum, { at }) => sum + at, 0) / points.length;
  const mean = points.reduce((sum, { value }) => sum + value, 0) / points.length;
  const spread = points.reduce((sum, { at }) => sum + (at - middle) ** 2, 0);
  const slope = spread === 0 ? 0 : points.reduce((sum, { at, value }) => sum + (at - middle) * (value - mean), 0) / spread;
  const squares = points.reduce((sum, { at, value }) => sum + (value - mean - slope * (at - middle)) ** 2, 0);
  return { slope, mean, end: mean - slope * middle, scatter: Math.sqrt(squares / Math.max(1, points.length - 2)), squares, spread };
}
