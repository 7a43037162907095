import { WEEK_DAYS, WEEKLY_FROM_DAYS } from "./hour-shape.ts";
import { medianOf } from "./median.ts";

/** A day so old counts half as much as today. */
const HALF_LIFE_DAYS = 42;
/** Weekends tell less of what the weekdays will reach: a day of the week so far below the highest counts half. */
const LOW_SHARE = 0.15;

/** How much each daily peak counts, oldest first: recent and high days most, and 0 where there is no peak. */
export function dayWeightsOf(peaks: Float64Array): Float64Array {
  const lows = lowDaysOf(peaks);
  return peaks.map((peak, day) => {
    if (Number.isNaN(peak)) return 0;
    const age = 0.5 ** ((peaks.length - 1 - day) / HALF_LIFE_DAYS);
    return age / (1 + (lows[day % WEEK_DAYS]! / LOW_SHARE) ** 2);
  });
}

/** How far below the highest peak of the days around it each day of the week usually is, as a share; 0 before two weeks were seen. */
function lowDaysOf(peaks: Float64Array): Float64Array {
  const lows = new Float64Array(WEEK_DAYS);
  if (peaks.length < WEEKLY_FROM_DAYS) return lows;
  const below = new Float64Array(Math.ceil(peaks.length / WEEK_DAYS));
  for (let weekday = 0; weekday < WEEK_DAYS; weekday++) {
    let count = 0;
    for (let day = weekday; day < peaks.length; day += WEEK_DAYS) {
      const from = Math.max(0, Math.min(day - (WEEK_DAYS >> 1), peaks.length - WEEK_DAYS));
      let highest = 0;
      for (let near = from; near < from + WEEK_DAYS; near++) if (peaks[near]! > highest) highest = peaks[near]!;
      if (highest > 0 && !Number.isNaN(peaks[day]!)) below[count++] = 1 - peaks[day]! / highest;
    }
    lows[weekday] = count === 0 ? 0 : medianOf(below, count);
  }
  return lows;
}
