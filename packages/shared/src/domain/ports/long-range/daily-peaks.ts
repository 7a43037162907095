import { shapeOfHours, WEEK_DAYS } from "./hour-shape.ts";
import { DEVIATION_OF_MEDIAN, medianOf } from "./median.ts";

export const DAY_HOURS = 24;

/** The usual peak of each day: 24 hours counted back from the last reading. */
export interface DailyPeaks {
  /** Oldest day first, ratios; NaN where too little of the day was seen. */
  peaks: Float64Array;
  /** Standard deviation of single hours around their usual value, as a share of it. */
  hourNoise: number;
  /** The hour, 0 to 23, at which a day usually peaks, by its place in the week counted back from the last day. */
  peakHours: Uint8Array;
}

/** A day of which fewer hours were seen has no peak. */
const LEAST_HOURS = 6;
/** An hour so many deviations over what is usual for it is an incident. */
const INCIDENT_DEVIATIONS = 4.5;
const LEAST_INCIDENT = 0.02;
/** Below such a ratio noise is no share of it. */
const LEAST_USUAL = 0.02;
/** Where more of the days have such an hour, they are the host's custom and count. */
const CUSTOM_DAYS = 1 / 2;

/**
 * Daily peaks of hourly ones (NaN where silent; whole days). Hours that stand out of the usual hour and of the rest of their
 * day are incidents and left out, unless most days have them. Where the hours of the usual peak were not seen, the day's peak
 * is raised by what the usual day has more at its peak than at the hours that were seen.
 */
export function dailyPeaksOf(hours: Float64Array): DailyPeaks {
  const days = hours.length / DAY_HOURS;
  const { shape, levels } = shapeOfHours(hours);
  const usualAt = (hour: number): number => shape[(hours.length - 1 - hour) % shape.length]!;
  const distances = new Float64Array(hours.length);
  let seen = 0;
  /** Share of the usual value: the noise of a load grows with it. */
  const distanceAt = (hour: number, day: number): number => {
    const usual = usualAt(hour) + levels[day]!;
    return (hours[hour]! - usual) / Math.max(LEAST_USUAL, usual);
  };
  for (let hour = 0; hour < hours.length; hour++) {
    const distance = distanceAt(hour, Math.floor(hour / DAY_HOURS));
    if (!Number.isNaN(distance)) distances[seen++] = Math.abs(distance);
  }
  const hourNoise = seen === 0 ? 0 : DEVIATION_OF_MEDIAN * medianOf(distances, seen);
  const limit = Math.max(LEAST_INCIDENT, INCIDENT_DEVIATIONS * hourNoise);
  const isIncident = (hour: number, day: number): boolean => distanceAt(hour, day) > limit;
  const peakOf = (day: number, keepsIncidents: boolean): number => {
    let [peak, usual, usualSeen, count] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    for (let hour = day * DAY_HOURS; hour < (day + 1) * DAY_HOURS; hour++) {
      usual = Math.max(usual, usualAt(hour));
      if (Number.isNaN(hours[hour]!) || (!keepsIncidents && isIncident(hour, day))) continue;
      count++;
      peak = Math.max(peak, hours[hour]!);
      usualSeen = Math.max(usualSeen, usualAt(hour));
    }
    return count < LEAST_HOURS ? Number.NaN : peak + usual - usualSeen;
  };
  let daysWithIncidents = 0;
  let daysSeen = 0;
  for (let day = 0; day < days; day++) {
    if (Number.isNaN(levels[day]!)) continue;
    daysSeen++;
    let hour = day * DAY_HOURS;
    while (hour < (day + 1) * DAY_HOURS && !isIncident(hour, day)) hour++;
    if (hour < (day + 1) * DAY_HOURS) daysWithIncidents++;
  }
  const areCustom = daysWithIncidents > CUSTOM_DAYS * daysSeen;
  return {
    peaks: Float64Array.from({ length: days }, (_, day) => peakOf(day, areCustom)),
    hourNoise,
    peakHours: Uint8Array.from({ length: WEEK_DAYS }, (_, daysAgo) => peakHourOf(shape, daysAgo)),
  };
}

/** The shape counts back from the last hour. */
function peakHourOf(shape: Float64Array, daysAgo: number): number {
  const from = (daysAgo * DAY_HOURS) % shape.length;
  let best = 0;
  for (let back = 1; back < DAY_HOURS; back++) if (shape[from + back]! > shape[from + best]!) best = back;
  return DAY_HOURS - 1 - best;
}
