import { BUCKET_MS, DAY_MS, HOUR_MS, WEEK_MS } from "./durations.ts";
import type { Service } from "./services.ts";

const SLOTS = WEEK_MS / BUCKET_MS;
/** 1970-01-05, the first Monday of the epoch. */
const MONDAY_MS = 4 * DAY_MS;
const PEAK_HOUR = 15;
/** A weekend begins and ends within so many slots: three hours. */
const BLEND_SLOTS = 36;

/** A service's week in one zone: its load at the start of every five minutes against the mean of a weekday, Monday first. */
export function weekOf({ daySwing, weekend }: Service, hoursAhead: number): Float64Array {
  const sharp = Float64Array.from({ length: SLOTS }, (_, slot) => {
    const localMs = (slot * BUCKET_MS + hoursAhead * HOUR_MS + WEEK_MS) % WEEK_MS;
    const hour = (localMs % DAY_MS) / HOUR_MS;
    const day = 1 + daySwing * Math.cos((2 * Math.PI * (hour - PEAK_HOUR)) / 24);
    return day * (localMs >= 5 * DAY_MS ? weekend : 1);
  });
  return sharp.map((_, slot) => {
    let sum = 0;
    for (let near = 0; near < BLEND_SLOTS; near++) sum += sharp[(slot + near - BLEND_SLOTS / 2 + SLOTS) % SLOTS]!;
    return sum / BLEND_SLOTS;
  });
}

/** The load of a week at a time, on the straight line between two slots. */
export function seasonAt(week: Float64Array, atMs: number): number {
  const position = (((atMs - MONDAY_MS) % WEEK_MS) + WEEK_MS) / BUCKET_MS;
  const slot = Math.floor(position);
  const before = week[slot % SLOTS]!;
  return before + (week[(slot + 1) % SLOTS]! - before) * (position - slot);
}
