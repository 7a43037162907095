import path from "node:path";
import { BUCKET_MS, HOUR_MS } from "../../../simulate/durations.ts";
import type { FleetFigures } from "./fleet-figures.ts";
import { type Peer, post, type Question, type QuestionName } from "./peer.ts";
import { askedHost, periodsOf, WORST } from "./periods.ts";
import { type Answer, hostAnswer, nearestRank, type Period, percentilesOf, stepsOf, worstOf } from "./plain-answers.ts";
import { RECORDED, type SeriesPart, USED } from "./series-parts.ts";

const DATABASE = "fleet";

/** Loaded by line protocol, whole numbers, an hour of all hosts after the other. */
export const influxdb: Peer = {
  name: "InfluxDB",
  binary: "influxd",
  package: "influxdb",
  command: (data, listen) => ({
    args: ["run", "-config", "/dev/null"],
    env: {
      INFLUXDB_REPORTING_DISABLED: "true",
      INFLUXDB_BIND_ADDRESS: "127.0.0.1:0",
      INFLUXDB_HTTP_BIND_ADDRESS: listen,
      INFLUXDB_HTTP_LOG_ENABLED: "false",
      INFLUXDB_META_DIR: path.join(data, "meta"),
      INFLUXDB_DATA_DIR: path.join(data, "data"),
      INFLUXDB_DATA_WAL_DIR: path.join(data, "wal"),
      INFLUXDB_DATA_INDEX_VERSION: "tsi1",
      INFLUXDB_DATA_QUERY_LOG_ENABLED: "false",
      INFLUXDB_MONITOR_STORE_ENABLED: "false",
      INFLUXDB_LOGGING_LEVEL: "error",
      // It packs a shard for good once nobody has written to it for so long: four hours unless it is said.
      INFLUXDB_DATA_CACHE_SNAPSHOT_WRITE_COLD_DURATION: "5s",
      INFLUXDB_DATA_COMPACT_FULL_WRITE_COLD_DURATION: "10s",
    },
  }),
  readyPath: "/ping",
  rankOf: nearestRank,
  prepare: async (url) => void (await post(`${url}/query?q=${encodeURIComponent(`CREATE DATABASE ${DATABASE}`)}`)),
  loading: {
    path: `/write?db=${DATABASE}&precision=s`,
    headers: { "content-type": "text/plain" },
    spanMs: HOUR_MS,
    seriesPerBatch: 2_500,
    bodyOf: (parts) => parts.map(lines).join(""),
  },
  questions: influxQuestions,
  storedIn: async (_url, data) => data,
};

function lines({ metric, host, timesMs, values }: SeriesPart): string {
  const before = host === null ? `${metric} v=` : `${metric},host=${host} v=`;
  let text = "";
  for (const [at, value] of values.entries()) text += `${before}${value}i ${timesMs[at]! / 1_000}\n`;
  return text;
}

interface InfluxAnswer {
  results: { series?: { values: [number, number | null][] }[]; error?: string }[];
}

function influxQuestions(url: string, figures: FleetFigures): Question[] {
  const { day, week, month } = periodsOf(figures);
  const host = askedHost(figures);
  const p95 = (period: Period) => percentilesOf(figures, period, nearestRank);
  const ask = (name: QuestionName, query: string, period: Period, plain: Answer): Question => ({
    name,
    url: `${url}/query?db=${DATABASE}&epoch=ms&q=${encodeURIComponent(query)}`,
    readAnswer: (body) => valuesOf(body as InfluxAnswer, period),
    plain,
  });
  const fromSamples = (period: Period) => `SELECT percentile(v, 95) FROM ${USED} WHERE ${within(period)} GROUP BY time(5m)`;
  const recorded = (metric: string, period: Period) => `SELECT v FROM ${metric} WHERE ${within(period)}`;
  const largest = `SELECT max(v) AS largest FROM ${USED} WHERE ${within(month)} GROUP BY time(1h), host fill(none)`;
  return [
    ask("daySamples", fromSamples(day), day, p95(day)),
    ask("dayRecorded", recorded(RECORDED["5m"], day), day, p95(day)),
    ask("weekSamples", fromSamples(week), week, p95(week)),
    ask("weekRecorded", recorded(RECORDED["5m"], week), week, p95(week)),
    ask("monthSamples", `SELECT percentile(largest, 95) FROM (${largest}) WHERE ${within(month)} GROUP BY time(1h)`, month, p95(month)),
    ask("monthRecorded", recorded(RECORDED["1h"], month), month, p95(month)),
    {
      ...ask(
        "worst",
        `SELECT top(v, ${WORST}), host FROM ${USED} WHERE time >= ${figures.endMs - BUCKET_MS}ms`,
        day,
        worstOf(figures, WORST),
      ),
      readAnswer: (body) =>
        rowsOf(body as InfluxAnswer)
          .map(([, value]) => value)
          .toSorted((a, b) => Number(b) - Number(a)),
    },
    ask("host", `SELECT v FROM ${USED} WHERE host = '${figures.hosts[host]}' AND ${within(week)}`, week, hostAnswer(figures, host, week)),
  ];
}

const within = ({ fromMs, toMs }: Period): string => `time >= ${fromMs}ms AND time < ${toMs}ms`;

function valuesOf(body: InfluxAnswer, period: Period): Answer {
  const answer = new Array<number | null>(stepsOf(period)).fill(null);
  for (const [atMs, value] of rowsOf(body)) answer[(atMs - period.fromMs) / period.stepMs] = value;
  return answer;
}

function rowsOf({ results: [result] }: InfluxAnswer): [number, number | null][] {
  if (result?.error !== undefined) throw new Error(result.error);
  return result?.series?.[0]?.values ?? [];
}
