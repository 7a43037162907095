import { BUCKET_MS } from "../../../simulate/durations.ts";
import type { FleetFigures } from "./fleet-figures.ts";
import { type Question, type QuestionName, readBytes } from "./peer.ts";
import { askedHost, periodsOf, WORST } from "./periods.ts";
import { type Answer, hostAnswer, interpolatedRank, type Period, percentilesOf, stepsOf, worstOf } from "./plain-answers.ts";
import { RECORDED, USED } from "./series-parts.ts";

interface PromAnswer {
  data: { result: { values?: [number, string][]; value?: [number, string] }[] };
}

/** How a server is asked. */
interface Asking {
  /** How long after a sample. */
  lateMs: number;
  /** Goes with every question. */
  extra?: string;
  /** The label of the same without it, for answers from samples. */
  asIs?: string;
}

/** The questions in PromQL. */
export function promqlQuestions(url: string, figures: FleetFigures, { lateMs: usuallyLateMs, extra = "", asIs }: Asking): Question[] {
  const { day, week, month } = periodsOf(figures);
  const host = askedHost(figures);
  const lastMs = figures.endMs - BUCKET_MS;
  const range = (name: QuestionName, query: string, period: Period, plain: Answer, lateMs = usuallyLateMs): Question => {
    const plainUrl = rangeUrl(url, query, period, lateMs);
    return {
      name,
      url: plainUrl + extra,
      readAnswer: (body) => valuesOf(body as PromAnswer, period),
      plain,
      ...(asIs !== undefined && name.endsWith("Samples") && { beside: { label: asIs, ask: () => readBytes(plainUrl) } }),
    };
  };
  const p95 = (period: Period) => percentilesOf(figures, period, interpolatedRank);
  // A range selector reaches back from its end, so the hour is asked for at its last millisecond.
  const [overHosts, overHours] = [`quantile(0.95, ${USED})`, `quantile(0.95, max_over_time(${USED}[1h]))`];
  return [
    range("daySamples", overHosts, day, p95(day)),
    range("dayRecorded", RECORDED["5m"], day, p95(day)),
    range("weekSamples", overHosts, week, p95(week)),
    range("weekRecorded", RECORDED["5m"], week, p95(week)),
    range("monthSamples", overHours, month, p95(month), month.stepMs - 1),
    range("monthRecorded", RECORDED["1h"], month, p95(month)),
    {
      name: "worst",
      url: `${url}/api/v1/query?query=${encodeURIComponent(`topk(${WORST}, ${USED})`)}&time=${(lastMs + usuallyLateMs) / 1_000}${extra}`,
      readAnswer: (body) => (body as PromAnswer).data.result.map(({ value }) => Number(value?.[1])).toSorted((a, b) => b - a),
      plain: worstOf(figures, WORST),
    },
    range("host", `${USED}{host="${figures.hosts[host]}"}`, week, hostAnswer(figures, host, week)),
  ];
}

/** Both ends count in a range query. */
const rangeUrl = (url: string, query: string, { fromMs, toMs, stepMs }: Period, lateMs: number): string =>
  `${url}/api/v1/query_range?query=${encodeURIComponent(query)}&start=${(fromMs + lateMs) / 1_000}&end=${(toMs - stepMs + lateMs) / 1_000}&step=${stepMs / 1_000}`;

function valuesOf({ data }: PromAnswer, period: Period): Answer {
  const answer = new Array<number | null>(stepsOf(period)).fill(null);
  for (const [at, value] of data.result[0]?.values ?? []) answer[Math.floor((at * 1_000 - period.fromMs) / period.stepMs)] = Number(value);
  return answer;
}
