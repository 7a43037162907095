import { BUCKET_MS, DAY_MS, HOUR_MS } from "../../../simulate/durations.ts";
import type { FleetFigures } from "./fleet-figures.ts";
import type { Period } from "./plain-answers.ts";

/** Hosts on a page. */
export const WORST = 50;

/** What is asked for: whole hours over 30 days, of which the first may have begun before the data and the last be under way. */
export function periodsOf({ startMs, endMs }: FleetFigures): { day: Period; week: Period; month: Period } {
  return {
    day: { fromMs: endMs - DAY_MS, toMs: endMs, stepMs: BUCKET_MS },
    week: { fromMs: endMs - 7 * DAY_MS, toMs: endMs, stepMs: BUCKET_MS },
    month: { fromMs: Math.ceil(startMs / HOUR_MS) * HOUR_MS, toMs: Math.floor(endMs / HOUR_MS) * HOUR_MS, stepMs: HOUR_MS },
  };
}

/** One in the middle of the fleet. */
export const askedHost = ({ hosts }: FleetFigures): number => Math.floor(hosts.length / 2);
