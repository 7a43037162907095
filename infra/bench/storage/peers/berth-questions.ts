import type { Stores } from "../../../../apps/api/src/db/stores/stores.ts";
import type { Resolution } from "../../../../apps/api/src/db/stores/trend-store.ts";
import type { LoadedFleet } from "../loaded-fleet.ts";
import type { FleetFigures } from "./fleet-figures.ts";
import type { Question, QuestionName } from "./peer.ts";
import { askedHost, periodsOf, WORST } from "./periods.ts";
import { type Answer, discreteRank, hostAnswer, type Period, percentilesOf } from "./plain-answers.ts";

interface Trends {
  usedRatio: { p95: (number | null)[] };
}

interface HostSeries {
  data: { tightestUsedRatio: number | null }[];
}

/** The API, for somebody who is signed in, and what it asks the database by. */
export interface BerthDoors {
  url: string;
  cookie: string;
  stores: Stores;
}

const thousandths = (ratio: number | null): number | null => (ratio === null ? null : ratio * 1_000);

/** The same over the product's API, as a browser asks. Its page of the worst is ordered by verdict first, so no plain figure answers it. */
export function berthQuestions({ url, cookie, stores }: BerthDoors, figures: FleetFigures, fleet: LoadedFleet): Question[] {
  const { day, week, month } = periodsOf(figures);
  const host = askedHost(figures);
  const span = ({ fromMs, toMs, stepMs }: Period) =>
    `from=${new Date(fromMs).toISOString()}&to=${new Date(toMs).toISOString()}&step=${stepMs / 1_000}`;
  const ask = (name: QuestionName, path: string, plain: Answer | null, readAnswer: Question["readAnswer"]): Question => ({
    name,
    url: url + path,
    headers: { cookie },
    plain,
    readAnswer,
  });
  const trend = (name: QuestionName, period: Period, resolution: Resolution): Question => ({
    ...ask(name, `/v1/fleet/trends?${span(period)}`, percentilesOf(figures, period, discreteRank), (body) =>
      (body as Trends).usedRatio.p95.map(thousandths),
    ),
    beside: { label: "by its store", ask: () => stores.trends.fleet(0, period.fromMs, period.toMs, resolution) },
  });
  return [
    trend("dayRecorded", day, "5m"),
    trend("weekRecorded", week, "5m"),
    trend("monthRecorded", month, "1h"),
    ask("worst", `/v1/fleet?limit=${WORST}`, null, () => []),
    ask("host", `/v1/hosts/${fleet.publicIds[host]}/series?${span(week)}`, hostAnswer(figures, host, week), (body) =>
      (body as HostSeries).data.map(({ tightestUsedRatio }) => thousandths(tightestUsedRatio)),
    ),
  ];
}
