import { addChanges } from "./add-changes.ts";
import type { DailyPeaks } from "./daily-peaks.ts";
import { dayWeightsOf } from "./day-weights.ts";
import { regressorOf } from "./find-change.ts";
import type { HeldFit } from "./held-fit.ts";
import { WEEK_DAYS, WEEKLY_FROM_DAYS } from "./hour-shape.ts";
import { type LeastSquares, leastSquares } from "./least-squares.ts";
import { likelihoodRatio } from "./likelihood-ratio.ts";
import { medianOf } from "./median.ts";

/** How daily peaks go on; all but the last are ratios. */
export interface PeakCourse {
  /** The peak of each day to come. */
  ahead: Float64Array;
  /** One standard error of each. */
  errors: Float64Array;
  /** Standard deviation of single days' peaks around the course. */
  noise: number;
  /** The peak of each day seen, as the course has it, oldest first. */
  fitted: Float64Array;
  growthPerDay: number;
  /** How likely this course is beside the others, 0 to 1. */
  weight: number;
}

/** What is known of a host before it is seen: it grows by no more than 0.15 points a day, mostly. Ratio per day. */
const USUAL_GROWTH = 0.0015;
/** The noise of a day's peak as a share of that of its hours, before it is seen; it counts as much as five days. */
const PRIOR_NOISE = 0.6;
const PRIOR_DAYS = 5;
const LEAST_NOISE = 0.003;
/** How far the days of a week differ, as a share of the level, while no two weeks were seen: one standard deviation. */
const UNSEEN_WEEK = 0.1;
/** Growth of the past holds for the future about so far: one standard error, as a share of it. */
const GROWTH_ERROR = 0.15;
const CORRELATION_MAX = 0.8;

/**
 * A line through daily peaks with a value for each day of the week, and with steps (deploys) and bends where the peaks demand
 * them. What changed within the last weeks may be a step or the beginning of a growth: then there are two courses, the
 * likelier first. The constants are calibrated on simulated hosts (docs/performance.md).
 */
export function peakCoursesOf({ peaks, hourNoise }: DailyPeaks, daysAhead: number): PeakCourse[] {
  const days = peaks.length;
  const before = knownBefore(peaks, hourNoise);
  const rows = days + daysAhead + 1;
  const weights = new Float64Array(rows);
  weights.set(dayWeightsOf(peaks));
  // The last row is not a day: it says once that the growth is 0, within its usual error.
  weights[rows - 1] = 1;
  const surety = Math.hypot(before.noise, before.week) / USUAL_GROWTH;
  const squares = leastSquares(weights);
  squares.add(weights.map((_, row) => Number(row < rows - 1)));
  squares.add(weights.map((_, row) => (row === rows - 1 ? surety : row - days + 1)));
  const { held, doubt } = addChanges(squares, peaks);
  const course = foretell(squares, held, days, before);
  if (!doubt) return [course];
  const { size } = squares;
  squares.truncate(doubt.size);
  squares.add(regressorOf(doubt.other, rows));
  const other = addChanges(squares, peaks).held;
  const ratio = likelihoodRatio(
    { squaresSum: held.squaresSum, size },
    { squaresSum: other.squaresSum, size: squares.size },
    held.seen / inflationOf(held, days),
  );
  const both = [
    { ...course, weight: 1 / (1 + ratio) },
    { ...foretell(squares, other, days, before), weight: 1 - 1 / (1 + ratio) },
  ];
  return ratio <= 1 ? both : both.reverse();
}

/** Standard deviations that are held to be so until days tell, as ratios: of a day's peak, and between days of a week not seen. */
interface KnownBefore {
  noise: number;
  week: number;
}

function knownBefore(peaks: Float64Array, hourNoise: number): KnownBefore {
  const seen = peaks.filter((peak) => !Number.isNaN(peak));
  const level = medianOf(seen, seen.length);
  return {
    noise: Math.max(LEAST_NOISE, PRIOR_NOISE * hourNoise * level),
    week: peaks.length < WEEKLY_FROM_DAYS ? UNSEEN_WEEK * level : 0,
  };
}

function foretell(squares: LeastSquares, held: HeldFit, days: number, before: KnownBefore): PeakCourse {
  const { fitted, squaresSum, weight, seen, freedom } = held;
  const seenVariance = weight > 0 ? (squaresSum * seen) / weight : 0;
  const variance = (seenVariance + PRIOR_DAYS * before.noise ** 2) / (freedom + PRIOR_DAYS);
  // Few days tell little of the noise: the variance of Student's t beyond the normal one, and a little.
  const unsure = 1 + 3 / (freedom + PRIOR_DAYS);
  const courseVariance = inflationOf(held, days) * unsure * variance + before.week ** 2;
  const ahead = fitted.slice(days, -1);
  const growthPerDay = (ahead[WEEK_DAYS]! - ahead[0]!) / WEEK_DAYS;
  const errors = ahead.map((_, day) =>
    Math.sqrt(courseVariance * squares.varianceAt(days + day) + (GROWTH_ERROR * growthPerDay * (day + 1)) ** 2),
  );
  return { ahead, errors, noise: Math.max(LEAST_NOISE, Math.sqrt(variance)), fitted: fitted.slice(0, days), growthPerDay, weight: 1 };
}

/**
 * By how much days that are like the day before enlarge the variance of what they tell: (1 + r) ÷ (1 − r) of an autoregressive
 * process of first order (Bayley and Hammersley, 1946). The bias of r in few days (Kendall, 1954) is put back.
 */
function inflationOf({ residuals }: HeldFit, days: number): number {
  let [product, square] = [0, 0];
  for (let day = 0; day < days; day++) {
    square += residuals[day]! ** 2;
    if (day > 0) product += residuals[day]! * residuals[day - 1]!;
  }
  if (square === 0 || days < WEEKLY_FROM_DAYS) return 1;
  const found = product / square;
  const correlation = Math.max(0, Math.min(CORRELATION_MAX, found + (1 + 3 * found) / days));
  return (1 + correlation) / (1 - correlation);
}
