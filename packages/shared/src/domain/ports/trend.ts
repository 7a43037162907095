/** One reading of a series; minutes are relative to any origin. */
export interface Point {
  minute: number;
  value: number;
}

/** How a series moves per minute, jumps left out, and how far that may be off. */
export interface Trend {
  perMinute: number;
  /** One standard error of `perMinute`. */
  error: number;
  /** Standard deviation of single readings around the trend. */
  noise: number;
}

const FLAT: Trend = { perMinute: 0, error: 0, noise: 0 };

/** Readings that a line is laid through, longest first: the longest is the surest, a shorter one knows of a change sooner. */
const WINDOWS = [30, 15, 8] as const;
const LEAST_POINTS = 4;
/** A shorter window is believed where it differs from the longer by so many of its own standard errors. */
const CHANGE_ERRORS = 3;
/**
 * A load's noise is correlated from minute to minute, as of an autoregressive process that keeps 0.6 of itself: its deviation
 * is 1.1 times that of its steps, which the median of five hides a fifth of, and a slope's errors are larger than those of independent readings: calibrated
 * on simulated fleets (docs/performance.md).
 */
const NOISE_OF_STEPS = 1.35;
const CORRELATION = 3.5;
/** A step between readings so many deviations beyond its neighbours is a jump of level. */
const JUMP_DEVIATIONS = 6;
const NEIGHBOURS = 5;

/**
 * The slope at the end of a series (oldest first). A deploy or a burst moves the level for one or two readings and is no
 * trend: steps that stand out of their neighbours are replaced by the neighbours' median before a line is laid through. A
 * rise that goes on for three readings is one.
 */
export function trendOf(points: readonly Point[]): Trend {
  if (points.length < LEAST_POINTS) return FLAT;
  const { level, deviation } = withoutJumps(points);
  const noise = NOISE_OF_STEPS * deviation;
  return WINDOWS.filter((size, index) => index === 0 || size < level.length)
    .map((size) => lineThrough(level.slice(-size), noise))
    .reduce((longer, shorter) => (Math.abs(shorter.perMinute - longer.perMinute) > CHANGE_ERRORS * shorter.error ? shorter : longer));
}

function withoutJumps(points: readonly Point[]): { level: Point[]; deviation: number } {
  const steps = points.slice(1).map(({ minute, value }, index) => {
    const before = points[index]!;
    return (value - before.value) / Math.max(minute - before.minute, Number.EPSILON);
  });
  const local = steps.map((_, index) => {
    const from = Math.max(0, Math.min(index - (NEIGHBOURS >> 1), steps.length - NEIGHBOURS));
    return median(steps.slice(from, from + NEIGHBOURS));
  });
  const deviation = 1.4826 * median(steps.map((step, index) => Math.abs(step - local[index]!)));
  const jumps = steps.map((step, index) =>
    Math.abs(step - local[index]!) > JUMP_DEVIATIONS * deviation ? Math.sign(step - local[index]!) : 0,
  );
  const begun = jumps.filter((jump, index) => jump !== 0 && jump !== jumps[index - 1]);
  // Twice in one direction and never back is a staircase, and a line through it is fair.
  if (begun.length > 1 && begun.every((jump) => jump === begun[0])) return { level: [...points], deviation };
  let value = points[0]!.value;
  const level = points.map(({ minute }, index) => {
    if (index > 0) value += (jumps[index - 1] === 0 ? steps[index - 1]! : local[index - 1]!) * (minute - points[index - 1]!.minute);
    return { minute, value };
  });
  return { level, deviation };
}

/** Ordinary least squares, with the errors that such a noise gives. */
function lineThrough(points: readonly Point[], noise: number): Trend {
  const count = points.length;
  const mean = (of: (point: Point) => number) => points.reduce((sum, point) => sum + of(point), 0) / count;
  const [middle, level] = [mean(({ minute }) => minute), mean(({ value }) => value)];
  const spread = mean(({ minute }) => (minute - middle) ** 2) * count;
  if (spread === 0) return FLAT;
  const perMinute = (mean(({ minute, value }) => (minute - middle) * (value - level)) * count) / spread;
  return { perMinute, error: (CORRELATION * noise) / Math.sqrt(spread), noise };
}

/** By insertion: it is asked about five values, thirty times for each series. */
function median(values: readonly number[]): number {
  const sorted: number[] = [];
  for (const value of values) {
    let at = sorted.length;
    for (; at > 0 && sorted[at - 1]! > value; at--) sorted[at] = sorted[at - 1]!;
    sorted[at] = value;
  }
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A slope less what chance alone would give: nothing within two standard errors, nearly all of it beyond four. */
export const sureSlope = ({ perMinute, error }: Pick<Trend, "perMinute" | "error">): number =>
  Math.abs(perMinute) <= SURE_ERRORS * error ? 0 : perMinute * (1 - ((SURE_ERRORS * error) / perMinute) ** 2);

const SURE_ERRORS = 2;
