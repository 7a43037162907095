import { medianOf } from "./median.ts";

export const WEEK_DAYS = 7;
const DAY_HOURS = 24;
/** From so many days on each day of the week is known to have a level of its own. */
export const WEEKLY_FROM_DAYS = 14;
/** From so many on each hour of the week has a value of its own, the median of three; before only each hour of the day. */
const HOURS_OF_WEEK_FROM_DAYS = 21;
/** A day's own median tells its level where so many of its hours were seen. */
const NEARLY_ALL_HOURS = 18;

export interface HourShape {
  /** What an hour usually has more than the median of its day: 24 or 168 values, counted back from the last hour. */
  shape: Float64Array;
  /** Median of each day less the shape, oldest first; NaN where nothing was seen of it. */
  levels: Float64Array;
}

/** The season within days, by medians, so that neither growth nor an incident is read into it. NaN is silence. */
export function shapeOfHours(hours: Float64Array): HourShape {
  const days = hours.length / DAY_HOURS;
  const period = days >= HOURS_OF_WEEK_FROM_DAYS ? WEEK_DAYS * DAY_HOURS : DAY_HOURS;
  const shape = new Float64Array(period);
  const levels = levelsOf(hours, shape, NEARLY_ALL_HOURS);
  const held = new Float64Array(Math.ceil(hours.length / period));
  for (let slot = 0; slot < period; slot++) {
    let count = 0;
    for (let hour = hours.length - 1 - slot; hour >= 0; hour -= period) {
      const above = hours[hour]! - levels[Math.floor(hour / DAY_HOURS)]!;
      if (!Number.isNaN(above)) held[count++] = above;
    }
    shape[slot] = count === 0 ? 0 : lowMedianOf(held, count);
  }
  return { shape, levels: levelsOf(hours, shape, 1) };
}

function levelsOf(hours: Float64Array, shape: Float64Array, leastHours: number): Float64Array {
  const levels = new Float64Array(hours.length / DAY_HOURS);
  const held = new Float64Array(DAY_HOURS);
  for (let day = 0; day < levels.length; day++) {
    let count = 0;
    for (let hour = day * DAY_HOURS; hour < (day + 1) * DAY_HOURS; hour++) {
      const value = hours[hour]! - shape[(hours.length - 1 - hour) % shape.length]!;
      if (!Number.isNaN(value)) held[count++] = value;
    }
    levels[day] = count < leastHours ? Number.NaN : medianOf(held, count);
  }
  return levels;
}

/** Of two values the lower: with few weeks an incident must not become the usual hour. By insertion, as they are few. */
function lowMedianOf(values: Float64Array, count: number): number {
  for (let index = 1; index < count; index++) {
    const value = values[index]!;
    let at = index;
    for (; at > 0 && values[at - 1]! > value; at--) values[at] = values[at - 1]!;
    values[at] = value;
  }
  return values[(count - 1) >> 1]!;
}
