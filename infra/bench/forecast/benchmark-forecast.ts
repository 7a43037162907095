import type { BenchmarkResult } from "../agent-snapshot.ts";
import type { Trace } from "./fleet.ts";
import { coverageOf, sumCoverage } from "./interval-coverage.ts";
import { type Judgement, judgeTrace } from "./judge-trace.ts";
import { meanLead, type Score, scoreWarnings, settled, sumScores } from "./score-warnings.ts";
import { isReproduced, readFleet } from "./trace-file.ts";

/** What the product warns at, and the horizon of the line that it is held against. */
const HORIZON_MINUTES = 60;
const CURVE = [15, 30, 45, 60, 90, 120, 180, 240];
const LONGEST_HORIZON_MINUTES = 300;
const COVERAGE_LEAST = 0.8;

type Method = (judgement: Judgement) => number | null;
const OURS: Method = ({ ours }) => (ours.kind === "minutes" ? ours.best : null);
const LINE: Method = ({ line }) => line;

interface JudgedTrace {
  trace: Trace;
  judgements: Judgement[];
}

/**
 * Our forecast against a straight line through the last 30 minutes, on traces of simulated hosts that are kept beside this
 * file. Both warn where ports are to run out within a horizon; ours is held against the line at the longest horizon at which
 * it gives no more false warnings.
 */
export async function benchmarkForecast(): Promise<BenchmarkResult> {
  const fleet = readFleet();
  const judged = fleet.map((trace) => ({ trace, judgements: judgeTrace(trace) }));
  const line = scoreAt(judged, LINE, HORIZON_MINUTES);
  const horizons = Array.from({ length: LONGEST_HORIZON_MINUTES }, (_, index) => LONGEST_HORIZON_MINUTES - index);
  const matched = horizons.find((minutes) => scoreAt(judged, OURS, minutes).falseWarnings <= line.falseWarnings) ?? 0;
  const ours = scoreAt(judged, OURS, matched);
  const coverage = sumCoverage(judged.map(({ trace, judgements }) => coverageOf(trace, judgements)));
  const share = (count: number) => `${((100 * count) / Math.max(1, coverage.judged)).toFixed(1)} %`;
  return {
    lines: [
      `${fleet.length} hosts, ${line.outages} times out of ports${isReproduced(fleet) ? "" : " (this machine's simulator makes other traces)"}`,
      `line, ${HORIZON_MINUTES} min: ${said(line)}`,
      `ours, ${HORIZON_MINUTES} min: ${said(scoreAt(judged, OURS, HORIZON_MINUTES))}`,
      `ours, ${matched} min: ${said(ours)}  (no more false warnings than the line)`,
      "horizon   line                                   ours",
      ...CURVE.map((minutes) => `${String(minutes).padStart(4)} min  ${curvePoint(judged, minutes)}`),
      `interval: the moment lay inside in ${share(coverage.inside)} of ${coverage.judged}, before it in ${share(coverage.before)}, after it in ${share(coverage.after)}`,
    ],
    isWithinBudget: meanLead(ours) > meanLead(line) && ours.warned >= line.warned && coverage.inside >= COVERAGE_LEAST * coverage.judged,
  };
}

const curvePoint = (judged: readonly JudgedTrace[], minutes: number): string =>
  [LINE, OURS]
    .map((method) => said(scoreAt(judged, method, minutes)).padEnd(38))
    .join(" ")
    .trimEnd();

const said = (score: Score): string =>
  `${score.falseWarnings} false, ${score.warned} of ${score.outages} warned, ${meanLead(score).toFixed(1)} min ahead`;

function scoreAt(judged: readonly JudgedTrace[], method: Method, horizonMinutes: number): Score {
  return sumScores(
    judged.map(({ trace, judgements }) => {
      const flags = settled(judgements.map((judgement) => (method(judgement) ?? Number.POSITIVE_INFINITY) <= horizonMinutes));
      const warned = judgements.filter((_, at) => flags[at]).map(({ minute }) => minute);
      return scoreWarnings(trace, warned, judgements[0]?.minute ?? 0);
    }),
  );
}
