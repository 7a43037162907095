import { WEEK_DAYS } from "./hour-shape.ts";
import type { LeastSquares } from "./least-squares.ts";
import { DEVIATION_OF_MEDIAN, medianOf } from "./median.ts";

/** Residuals are held to so many deviations: one odd day must bend nothing. */
const HELD_DEVIATIONS = 2.5;
const LEAST_HELD = 0.005;
const ROUNDS = 3;
/** The days of the week differ where that takes so many times as much off the variance as chance would (an F ratio). */
const WEEK_RATIO = 2;

/** Daily peaks as regressors explain them, single odd days held back (Huber, Robust Statistics, section 7.8). */
export interface HeldFit {
  /** All rows, those of days to come among them. */
  fitted: Float64Array;
  /** Of the held peaks; 0 where a day has none. */
  residuals: Float64Array;
  /** Weighted sum of the squared residuals, the last row's among them. */
  squaresSum: number;
  /** Days that have a peak, and the sum of their weights. */
  seen: number;
  weight: number;
  /** Days that have a peak and the row of what was known before, less the regressors. */
  freedom: number;
}

export function fitHeld(squares: LeastSquares, peaks: Float64Array): HeldFit {
  const { weights } = squares;
  const held = new Float64Array(weights.length);
  let [seen, weight] = [0, 0];
  for (let day = 0; day < peaks.length; day++) {
    if (weights[day] === 0) continue;
    held[day] = peaks[day]!;
    seen++;
    weight += weights[day]!;
  }
  const freedom = Math.max(1, seen + 1 - squares.size);
  let fitted = squares.fit(held);
  const sizes = new Float64Array(seen);
  for (let round = 1; round < ROUNDS; round++) {
    let count = 0;
    for (let day = 0; day < peaks.length; day++) if (weights[day] !== 0) sizes[count++] = Math.abs(peaks[day]! - fitted[day]!);
    const deviation = DEVIATION_OF_MEDIAN * medianOf(sizes, count) * Math.sqrt(seen / freedom);
    const limit = Math.max(LEAST_HELD, HELD_DEVIATIONS * deviation);
    for (let day = 0; day < peaks.length; day++)
      if (weights[day] !== 0) held[day] = fitted[day]! + Math.max(-limit, Math.min(limit, peaks[day]! - fitted[day]!));
    fitted = squares.fit(held);
  }
  const residuals = held.map((value, row) => (weights[row] === 0 ? 0 : value - fitted[row]!));
  const squaresSum = residuals.reduce((sum, residual, row) => sum + weights[row]! * residual ** 2, 0);
  return { fitted, residuals, squaresSum, seen, weight, freedom };
}

/** Whether `count` more regressors that take `gain` off the sum of squares take `ratio` times as much as chance would. */
export const isTelling = ({ squaresSum, freedom }: HeldFit, gain: number, count: number, ratio: number): boolean =>
  freedom > count && gain / count > (ratio * Math.max(squaresSum - gain, Number.EPSILON)) / (freedom - count);

/** Adds a value for each day of the week, where that tells something; else null, and nothing is added. */
export function fitWeek(squares: LeastSquares, peaks: Float64Array, held: HeldFit): HeldFit | null {
  const { size, weights } = squares;
  for (let weekday = 1; weekday < WEEK_DAYS; weekday++)
    squares.add(weights.map((_, row) => Number(row < weights.length - 1 && row % WEEK_DAYS === weekday)));
  const withWeek = fitHeld(squares, peaks);
  if (isTelling(held, held.squaresSum - withWeek.squaresSum, squares.size - size, WEEK_RATIO)) return withWeek;
  squares.truncate(size);
  return null;
}
