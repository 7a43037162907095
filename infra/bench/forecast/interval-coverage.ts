import type { Trace } from "./fleet.ts";
import { type Judgement, SAMPLES_A_MINUTE } from "./judge-trace.ts";
import { outagesOf } from "./score-warnings.ts";

/** Intervals are asked about where they matter. */
const WITHIN_MINUTES = 60;
const TOLERANCE_MINUTES = 0.5;
const REPAIR_MINUTES = 10;

export interface Coverage {
  judged: number;
  inside: number;
  /** Ports ran out before `low`. */
  before: number;
  /** Ports ran out after `high`, or not at all although `high` was given. */
  after: number;
}

/** How often the moment lay in the interval, over all judgements whose best guess was within the hour. */
export function coverageOf(trace: Trace, judgements: readonly Judgement[]): Coverage {
  const outages = outagesOf(trace);
  const end = trace.closes.length / SAMPLES_A_MINUTE;
  const coverage: Coverage = { judged: 0, inside: 0, before: 0, after: 0 };
  for (const { minute, ours } of judgements) {
    if (ours.kind !== "minutes" || ours.best > WITHIN_MINUTES) continue;
    if (outages.some(({ from, to }) => minute >= from && minute <= to + REPAIR_MINUTES)) continue;
    const next = outages.find(({ from }) => from > minute);
    // What would have come after the trace's end is not known.
    if (!next && ours.high !== null && minute + ours.high > end) continue;
    const truth = next ? next.from - minute : Number.POSITIVE_INFINITY;
    coverage.judged++;
    if (truth < ours.low - TOLERANCE_MINUTES) coverage.before++;
    else if (truth > (ours.high ?? Number.POSITIVE_INFINITY) + TOLERANCE_MINUTES) coverage.after++;
    else coverage.inside++;
  }
  return coverage;
}

export const sumCoverage = (all: readonly Coverage[]): Coverage =>
  all.reduce(
    (sum, each) => ({
      judged: sum.judged + each.judged,
      inside: sum.inside + each.inside,
      before: sum.before + each.before,
      after: sum.after + each.after,
    }),
    { judged: 0, inside: 0, before: 0, after: 0 },
  );
