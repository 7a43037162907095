import { BUCKET_MS } from "../../../simulate/durations.ts";
import type { FleetFigures } from "./fleet-figures.ts";

/** [fromMs, toMs) in steps. */
export interface Period {
  fromMs: number;
  toMs: number;
  stepMs: number;
}

/** A value for each step, null where there is none; or values, the largest first. */
export type Answer = readonly (number | null)[];

/** Which of so many ordered hosts is the 95th percentile: from 0, and between two of them where it is no whole number. */
export type PercentileRank = (hosts: number) => number;

/** percentile_disc of PostgreSQL. */
export const discreteRank: PercentileRank = (hosts) => Math.ceil(0.95 * hosts) - 1;
/** quantile() of PromQL and MetricsQL. */
export const interpolatedRank: PercentileRank = (hosts) => 0.95 * (hosts - 1);
/** PERCENTILE() of InfluxQL. */
export const nearestRank: PercentileRank = (hosts) => Math.floor(0.95 * hosts + 0.5) - 1;

/** Thousandths, 0 to 1000. */
const VALUES = 1_001;

export const stepsOf = ({ fromMs, toMs, stepMs }: Period): number => (toMs - fromMs) / stepMs;

/** The 95th percentile over hosts of each host's largest figure in each step. */
export function percentilesOf(figures: FleetFigures, period: Period, rankOf: PercentileRank): Answer {
  const counts = countsOf(figures, period);
  return Array.from({ length: stepsOf(period) }, (_, step) => atRank(counts.subarray(step * VALUES, (step + 1) * VALUES), rankOf));
}

function countsOf({ hosts, slots, startMs, used }: FleetFigures, period: Period): Int32Array {
  const steps = stepsOf(period);
  const perStep = period.stepMs / BUCKET_MS;
  const counts = new Int32Array(steps * VALUES);
  for (let host = 0; host < hosts.length; host++) {
    let at = host * slots + (period.fromMs - startMs) / BUCKET_MS;
    for (let step = 0; step < steps; step++) {
      let largest = -1;
      for (const end = at + perStep; at < end; at++) largest = Math.max(largest, used[at]!);
      if (largest >= 0) counts[step * VALUES + largest]!++;
    }
  }
  return counts;
}

function atRank(counts: Int32Array, rankOf: PercentileRank): number | null {
  const hosts = counts.reduce((sum, count) => sum + count, 0);
  if (hosts === 0) return null;
  const rank = rankOf(hosts);
  const lower = Math.floor(rank);
  const share = rank - lower;
  return valueAt(counts, lower) * (1 - share) + valueAt(counts, Math.min(hosts - 1, lower + 1)) * share;
}

function valueAt(counts: Int32Array, rank: number): number {
  let left = rank;
  return counts.findIndex((count) => {
    left -= count;
    return left < 0;
  });
}

/** The largest figures of the last five minutes. */
export function worstOf({ hosts, slots, used }: FleetFigures, count: number): Answer {
  const last = hosts.map((_, host) => used[(host + 1) * slots - 1]!).filter((value) => value >= 0);
  return last.toSorted((a, b) => b - a).slice(0, count);
}

/** One host's figures, bucket by bucket. */
export function hostAnswer({ slots, startMs, used }: FleetFigures, host: number, { fromMs, toMs }: Period): Answer {
  const first = host * slots + (fromMs - startMs) / BUCKET_MS;
  return Array.from(used.subarray(first, first + (toMs - fromMs) / BUCKET_MS), (value) => (value < 0 ? null : value));
}

/** Which step of the answer differs from the plain one, null where none does. */
export function differenceOf(answer: Answer, plain: Answer): string | null {
  if (answer.length !== plain.length) return `${answer.length} values instead of ${plain.length}`;
  const at = answer.findIndex((value, step) => Math.abs((value ?? -1) - (plain[step] ?? -1)) > 1e-6);
  if (at < 0) return null;
  const others = answer.filter((value, step) => Math.abs((value ?? -1) - (plain[step] ?? -1)) > 1e-6).length - 1;
  return `value ${at} is ${answer[at]} instead of ${plain[at]}${others > 0 ? `, and ${others} more differ` : ""}`;
}
