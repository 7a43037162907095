import { NORMAL_TENTHS, normalShare } from "./normal-share.ts";
import type { PeakCourse } from "./peak-course.ts";

/** Days ahead, the first is 0, on which the line is reached with a chance of 10, 50 and 90 %; null where beyond the course. */
export interface Passage {
  low: number | null;
  best: number | null;
  high: number | null;
}

/** Of a host that is nearly idle, how much noisier it would be under load is not known. */
const LEAST_LEVEL = 0.1;

/**
 * When the daily peak first reaches `ratio`. A course may lie off by its error on all days together, which ten courses of
 * equal weight stand for; on each of them every day's peak scatters by the noise, which grows with the peak.
 */
export function firstPassage(courses: readonly PeakCourse[], ratio: number): Passage {
  const passage: Passage = { low: null, best: null, high: null };
  const spared = courses.map(() => new Float64Array(NORMAL_TENTHS.length).fill(1));
  const days = courses[0]?.ahead.length ?? 0;
  for (let day = 0; day < days; day++) {
    let chance = 0;
    for (let index = 0; index < courses.length; index++)
      chance += courses[index]!.weight * reachedBy(courses[index]!, spared[index]!, day, ratio);
    if (chance >= 0.1) passage.low ??= day;
    if (chance >= 0.5) passage.best ??= day;
    if (chance < 0.9) continue;
    passage.high = day;
    break;
  }
  return passage;
}

/** The chance that a course has reached the line by a day; `spared` are those that had not the day before. */
function reachedBy({ ahead, errors, noise }: PeakCourse, spared: Float64Array, day: number, ratio: number): number {
  let chance = 0;
  for (let index = 0; index < spared.length; index++) {
    const peak = ahead[day]! + NORMAL_TENTHS[index]! * errors[day]!;
    const scatter = noise * Math.max(1, peak / Math.max(ahead[0]!, LEAST_LEVEL));
    spared[index] = spared[index]! * normalShare((ratio - peak) / scatter);
    chance += (1 - spared[index]!) / spared.length;
  }
  return chance;
}
