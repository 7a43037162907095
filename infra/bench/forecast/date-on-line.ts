import type { HourlyPeak } from "../../../packages/shared/src/domain/ports/long-range/long-range-forecast.ts";
import type { Said } from "./score-dates.ts";

const DAY_HOURS = 24;
/** Standard errors to either end of an interval that means to hold four in five. */
const INTERVAL_ERRORS = 1.2816;

/**
 * When a least-squares line through the highest reading of each day reaches `ratio`, with the textbook's interval: the slope's
 * standard error of independent readings. Days from now, null beyond `horizonDays`.
 */
export function dateOnLine(history: readonly HourlyPeak[], ratio: number, horizonDays: number): Said {
  const points = dailyHighs(history);
  const mean = (of: (point: { day: number; value: number }) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [middle, level] = [mean(({ day }) => day), mean(({ value }) => value)];
  const spread = mean(({ day }) => (day - middle) ** 2);
  const perDay = mean(({ day, value }) => (day - middle) * (value - level)) / spread;
  const scatter = mean(({ day, value }) => (value - level - perDay * (day - middle)) ** 2);
  const error = Math.sqrt(scatter / spread / points.length);
  const reach = (slope: number): number | null => {
    const now = level - slope * middle;
    const days = now >= ratio ? 0 : slope > 0 ? (ratio - now) / slope : Number.POSITIVE_INFINITY;
    return days <= horizonDays ? days : null;
  };
  return { low: reach(perDay + INTERVAL_ERRORS * error), best: reach(perDay), high: reach(perDay - INTERVAL_ERRORS * error) };
}

function dailyHighs(history: readonly HourlyPeak[]): { day: number; value: number }[] {
  return Array.from({ length: Math.floor(history.length / DAY_HOURS) }, (_, daysAgo) => {
    const end = history.length - daysAgo * DAY_HOURS;
    return { day: -daysAgo, value: Math.max(...history.slice(end - DAY_HOURS, end).map((hour) => hour?.max ?? 0)) };
  }).filter(({ value }) => value > 0);
}
