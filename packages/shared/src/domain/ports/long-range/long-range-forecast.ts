import { DAY_HOURS, type DailyPeaks, dailyPeaksOf } from "./daily-peaks.ts";
import { firstPassage } from "./first-passage.ts";
import { WEEK_DAYS } from "./hour-shape.ts";
import type { HourlyPeak, LineForecast, LongRangeForecast, UnknownReason } from "./line-forecast.ts";
import { type PeakCourse, peakCoursesOf } from "./peak-course.ts";

export type { HourlyPeak, LineForecast, LongRangeForecast };

/** Where the product warns and fails, as a share of capacity. */
export const FORECAST_LINES = [0.6, 0.8] as const;
export const HORIZON_DAYS = 90;

const HOUR_MS = 3_600_000;
const DAY_MS = DAY_HOURS * HOUR_MS;
/** What is older says nothing of a growth that goes on. */
const DAYS_MAX = 84;
const LEAST_DAYS = 2;
/** What was silent for so long has no present. */
const SILENT_DAYS = 3;

/**
 * When the usual hourly peaks of a host reach each line, from hourly rollups, oldest first, one for each hour, of which the
 * last ends at `nowMs`. The last twelve weeks count. Days are 24 hours counted back from now, so that no calendar is needed.
 *
 * The peak of each day (without incidents, silence made up for) follows a line with steps, bends and a value for each day of
 * the week; the day on which it first reaches a line has a distribution, of which the tenth, the half and the nine tenths are
 * given. Short forecasts are another matter: forecastOf().
 *
 * @public
 */
export function longRangeForecast(
  hours: readonly HourlyPeak[],
  nowMs: number,
  ratios: readonly number[] = FORECAST_LINES,
): LongRangeForecast {
  const values = wholeDays(hours);
  const unknown = (reason: UnknownReason): LongRangeForecast => ({
    lines: ratios.map((ratio) => ({ ratio, forecast: { kind: "unknown", reason } })),
    growthPerDay: null,
  });
  if (values.length < LEAST_DAYS * DAY_HOURS) return unknown("too-short");
  const daily = dailyPeaksOf(values);
  const seen = daily.peaks.reduce((count, peak) => count + Number(!Number.isNaN(peak)), 0);
  if (seen < LEAST_DAYS || seen < daily.peaks.length / 4) return unknown("too-few-readings");
  if (daily.peaks.subarray(-SILENT_DAYS).every(Number.isNaN)) return unknown("silent");
  const courses = peakCoursesOf(daily, HORIZON_DAYS);
  const lines = ratios.map((ratio) => ({ ratio, forecast: forecastOfLine(daily, courses, ratio, nowMs) }));
  return { lines, growthPerDay: courses[0]?.growthPerDay ?? null };
}

/** The last whole days from the first reading on, NaN where silent. */
function wholeDays(hours: readonly HourlyPeak[]): Float64Array {
  const first = hours.findIndex((hour) => hour !== null);
  const days = first < 0 ? 0 : Math.min(DAYS_MAX, Math.floor((hours.length - first) / DAY_HOURS));
  const values = new Float64Array(days * DAY_HOURS);
  const from = hours.length - values.length;
  for (let hour = 0; hour < values.length; hour++) values[hour] = hours[from + hour]?.max ?? Number.NaN;
  return values;
}

function forecastOfLine(daily: DailyPeaks, courses: readonly PeakCourse[], ratio: number, nowMs: number): LineForecast {
  if (isCrossed(daily, courses, ratio)) return { kind: "crossed" };
  const { low, best, high } = firstPassage(courses, ratio);
  const lowMs = low === null ? null : nowMs + low * DAY_MS;
  if (best === null || lowMs === null) return { kind: "never", lowMs };
  const bestMs = nowMs + best * DAY_MS + peakHourAhead(daily, best) * HOUR_MS;
  return { kind: "at", lowMs, bestMs, highMs: high === null ? null : nowMs + (high + 1) * DAY_MS };
}

/** A usual peak of the last week reached the line, and would do so next week: since then the level has not gone down. */
function isCrossed({ peaks }: DailyPeaks, courses: readonly PeakCourse[], ratio: number): boolean {
  const { ahead, fitted } = courses[0]!;
  for (let day = Math.max(0, peaks.length - WEEK_DAYS); day < peaks.length; day++) {
    const change = ahead[day - peaks.length + WEEK_DAYS]! - fitted[day]!;
    if (peaks[day]! + Math.min(0, change) >= ratio) return true;
  }
  return false;
}

/** Days ahead have the hours of the day of the week that they are. */
const peakHourAhead = ({ peakHours }: DailyPeaks, daysAhead: number): number => peakHours[WEEK_DAYS - 1 - (daysAhead % WEEK_DAYS)]!;
