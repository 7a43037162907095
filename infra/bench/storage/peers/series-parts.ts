import { BUCKET_MS, HOUR_MS } from "../../../simulate/durations.ts";
import type { FleetFigures } from "./fleet-figures.ts";
import { type PercentileRank, percentilesOf } from "./plain-answers.ts";

/** A stretch of one series. */
export interface SeriesPart {
  metric: string;
  /** Null: of the whole fleet. */
  host: string | null;
  timesMs: readonly number[];
  values: readonly number[];
}

export const USED = "used";
export const RECORDED = { "5m": "fleet_used_p95", "1h": "fleet_used_p95_1h" } as const;

/** What somebody's recording rules, or continuous queries, would have written by now: the percentile every five minutes and every hour. */
export function recordedSeries(figures: FleetFigures, rankOf: PercentileRank): SeriesPart[] {
  const hours = { fromMs: Math.ceil(figures.startMs / HOUR_MS) * HOUR_MS, toMs: Math.floor(figures.endMs / HOUR_MS) * HOUR_MS };
  return [
    { metric: RECORDED["5m"], period: { fromMs: figures.startMs, toMs: figures.endMs, stepMs: BUCKET_MS } },
    { metric: RECORDED["1h"], period: { ...hours, stepMs: HOUR_MS } },
  ].map(({ metric, period }) => {
    const known = percentilesOf(figures, period, rankOf).flatMap((value, step) =>
      value === null ? [] : [{ value, atMs: period.fromMs + step * period.stepMs }],
    );
    return { metric, host: null, timesMs: known.map(({ atMs }) => atMs), values: known.map(({ value }) => value) };
  });
}

/** Everything to load, `spanMs` after `spanMs`, and within each so many series at a time. */
export function* seriesParts(
  figures: FleetFigures,
  recorded: readonly SeriesPart[],
  { spanMs, seriesPerBatch }: { spanMs: number; seriesPerBatch: number },
): Generator<SeriesPart[]> {
  for (let fromMs = figures.startMs; fromMs < figures.endMs; fromMs += spanMs) {
    const untilMs = Math.min(figures.endMs, fromMs + spanMs);
    for (let first = 0; first < figures.hosts.length; first += seriesPerBatch) {
      const batch = figures.hosts.slice(first, first + seriesPerBatch).map((_, at) => partOf(figures, first + at, fromMs, untilMs));
      yield batch.filter(({ values }) => values.length > 0);
    }
    yield recorded.map((part) => cut(part, fromMs, untilMs)).filter(({ values }) => values.length > 0);
  }
}

function partOf({ hosts, slots, startMs, used }: FleetFigures, host: number, fromMs: number, untilMs: number): SeriesPart {
  const part = { metric: USED, host: hosts[host]!, timesMs: [] as number[], values: [] as number[] };
  let at = host * slots + (fromMs - startMs) / BUCKET_MS;
  for (let atMs = fromMs; atMs < untilMs; atMs += BUCKET_MS, at++) {
    if (used[at]! < 0) continue;
    part.timesMs.push(atMs);
    part.values.push(used[at]!);
  }
  return part;
}

function cut(part: SeriesPart, fromMs: number, untilMs: number): SeriesPart {
  const first = part.timesMs.findIndex((atMs) => atMs >= fromMs);
  const end = part.timesMs.findLastIndex((atMs) => atMs < untilMs) + 1;
  return first < 0
    ? { ...part, timesMs: [], values: [] }
    : { ...part, timesMs: part.timesMs.slice(first, end), values: part.values.slice(first, end) };
}
