import { ALL_CHECKS } from "@berth/shared/domain/checklist/all-checks.ts";
import type { CheckId } from "@berth/shared/domain/checklist/check.ts";
import type { Stores } from "../../db/stores/stores.ts";
import { ApiProblem } from "../../errors.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const DEFAULT_SPAN_MS = DAY_MS;
/** Five minutes are drawn for so long a period, and kept for so long. */
const FIVE_MINUTES = { stepMs: 5 * MINUTE_MS, spanMs: 8 * DAY_MS, keptMs: 30 * DAY_MS };
/** Thirteen months of hours. */
const STEPS_MAX = 9_600;

export interface Group {
  label: string;
  value: string;
}

export interface TrendQuery {
  fromMs: number | null;
  toMs: number | null;
  stepMs: number | null;
  group: Group | null;
}

type FleetColumns = Awaited<ReturnType<Stores["trends"]["fleet"]>>;

export interface CheckTrend {
  id: CheckId;
  warn: (number | null)[];
  fail: (number | null)[];
}

/**
 * A fleet, or the hosts of one group, in equal steps that are whole steps of the clock: one value a step, null where
 * nobody reported. The resolution follows from the period, unless it is said.
 */
export async function readFleetTrends({ trends }: Pick<Stores, "trends">, query: TrendQuery, nowMs: number) {
  const toMs = query.toMs ?? nowMs;
  const fromMs = query.fromMs ?? toMs - DEFAULT_SPAN_MS;
  if (fromMs >= toMs) throw outOfBounds("/query/from", "must be before to");
  const isFine = toMs - fromMs <= FIVE_MINUTES.spanMs && nowMs - fromMs <= FIVE_MINUTES.keptMs;
  const stepMs = query.stepMs ?? (isFine ? FIVE_MINUTES.stepMs : HOUR_MS);
  const start = Math.floor(fromMs / stepMs) * stepMs;
  const end = Math.ceil(toMs / stepMs) * stepMs;
  const steps = (end - start) / stepMs;
  if (steps > STEPS_MAX) throw outOfBounds("/query/step", `gives more than ${STEPS_MAX} steps`);
  const groupId = query.group === null ? 0 : await trends.findGroup(query.group.label, query.group.value);
  if (groupId === null) throw outOfBounds("/query/group", "is no label of any host");
  const {
    fromMs: bucketsMs,
    warnChecks,
    failChecks,
    ...figures
  } = await trends.fleet(groupId, start, end, stepMs === HOUR_MS ? "1h" : "5m");
  /** Each bucket's value at its step. */
  const spread = <T>(column: readonly T[]): (T | null)[] => {
    const values = new Array<T | null>(steps).fill(null);
    for (const [at, value] of column.entries()) values[((bucketsMs[at] ?? start) - start) / stepMs] = value;
    return values;
  };
  return {
    fromMs: start,
    toMs: end,
    stepSeconds: stepMs / 1_000,
    figures: mapColumns(figures, spread),
    checks: checkTrends(spread(warnChecks), spread(failChecks)),
  };
}

type Figures = Omit<FleetColumns, "fromMs" | "warnChecks" | "failChecks">;

const mapColumns = (figures: Figures, map: (column: (number | null)[]) => (number | null)[]): Figures =>
  Object.fromEntries(Object.entries(figures).map(([name, column]) => [name, map(column)])) as Figures;

/** Of the checks that found something in the period, how many hosts in each step. */
function checkTrends(warn: readonly (number[] | null)[], fail: readonly (number[] | null)[]): CheckTrend[] {
  const numbers = new Set<number>();
  for (const lists of [warn, fail])
    for (const list of lists) for (let at = 0; at < (list?.length ?? 0); at++) if ((list?.[at] ?? 0) > 0) numbers.add(at + 1);
  return ALL_CHECKS.filter(({ number }) => numbers.has(number)).map(({ id, number }) => ({
    id,
    warn: warn.map((list) => list && (list[number - 1] ?? 0)),
    fail: fail.map((list) => list && (list[number - 1] ?? 0)),
  }));
}

const outOfBounds = (pointer: string, detail: string): ApiProblem =>
  new ApiProblem("invalid-request", "The period and the step do not fit; see errors.", {
    faults: [{ pointer, code: "out-of-bounds", detail }],
  });
