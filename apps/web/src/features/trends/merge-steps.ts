import type { FleetTrends } from "@berth/shared/contract/trends.ts";

type Column = readonly (number | null)[];
type Values = (number | null)[];

/** A fleet over time in points wide enough to be seen. Null: nobody reported in the whole of a point. */
export interface TrendPoints {
  atMs: number[];
  used: { p50: Values; p90: Values; p95: Values; p99: Values; max: Values };
  over: { half: Values; sixty: Values; eighty: Values };
  fail: Values;
  warn: Values;
  /** Judged unknown, or silent. */
  unknown: Values;
  ceiling: { p95: Values; max: Values };
  closesPerSecond: Values;
  /** Of the whole point. */
  failures: Values;
  reporting: Values;
  silent: Values;
  checks: { id: FleetTrends["checks"][number]["id"]; warn: Values; fail: Values }[];
}

/**
 * Puts the API's steps together to points of `pointMs` on the clock. Of ratios and hosts the most counts, of those that
 * report the least, of rates the mean, of failures the sum: no peak is lost, and no silence.
 */
export function mergeSteps(trends: FleetTrends, pointMs: number): TrendPoints {
  const stepMs = trends.stepSeconds * 1_000;
  const fromMs = Date.parse(trends.from);
  const points = pointsOf(trends.hosts.length, fromMs, stepMs, Math.max(stepMs, pointMs));
  const merge = (column: Column, of: (known: number[]) => number): Values =>
    points.map(({ first, end }) => {
      const known = column.slice(first, end).filter((value) => value !== null);
      return known.length === 0 ? null : of(known);
    });
  const most = (column: Column) => merge(column, (known) => Math.max(...known));
  const { usedRatio, hostsOver, verdicts, rateOverCeiling } = trends;
  const silent = trends.hosts.map((hosts, at) => difference(trends.enrolled[at], hosts));
  const unknown = verdicts.unknown.map((hosts, at) => (hosts === null ? null : hosts + (silent[at] ?? 0)));
  return {
    atMs: points.map(({ first }) => fromMs + first * stepMs),
    used: {
      p50: most(usedRatio.p50),
      p90: most(usedRatio.p90),
      p95: most(usedRatio.p95),
      p99: most(usedRatio.p99),
      max: most(usedRatio.max),
    },
    over: { half: most(hostsOver.half), sixty: most(hostsOver.sixty), eighty: most(hostsOver.eighty) },
    fail: most(verdicts.fail),
    warn: most(verdicts.warn),
    unknown: most(unknown),
    ceiling: { p95: most(rateOverCeiling.p95), max: most(rateOverCeiling.max) },
    closesPerSecond: merge(trends.closesPerSecond, (known) => sum(known) / known.length),
    failures: merge(trends.failures, sum),
    reporting: merge(trends.hosts, (known) => Math.min(...known)),
    silent: most(silent),
    checks: trends.checks.map(({ id, warn, fail }) => ({ id, warn: most(warn), fail: most(fail) })),
  };
}

/** Steps that fall into the same point, as ranges of indexes. */
function pointsOf(steps: number, fromMs: number, stepMs: number, pointMs: number): { first: number; end: number }[] {
  const points: { first: number; end: number }[] = [];
  for (let first = 0; first < steps; ) {
    const until = (Math.floor((fromMs + first * stepMs) / pointMs) + 1) * pointMs;
    const end = Math.min(steps, Math.ceil((until - fromMs) / stepMs));
    points.push({ first, end });
    first = end;
  }
  return points;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const difference = (all: number | null | undefined, some: number | null): number | null =>
  all == null || some === null ? null : Math.max(0, all - some);
