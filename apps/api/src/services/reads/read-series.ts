import type { HostBucket } from "../../db/stores/series-store.ts";
import type { Stores } from "../../db/stores/stores.ts";
import { ApiProblem } from "../../errors.ts";
import { findHost } from "./find-host.ts";

/** As many as a chart has pixels to show, and a week of five minutes. */
const SERIES_POINTS_MAX = 2_100;
const POINTS_WANTED = 360;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BUCKET_MS = 300_000;
const DEFAULT_SPAN_MS = 6 * HOUR_MS;
/** How far back each resolution reaches, and for how long a span it is the natural one. */
const RAW = { keptMs: 48 * HOUR_MS, spanMs: 6 * HOUR_MS };
const FIVE_MINUTES = { keptMs: 30 * DAY_MS, spanMs: 7 * DAY_MS };

export interface SeriesQuery {
  fromMs: number | null;
  toMs: number | null;
  stepSeconds: number | null;
}

export interface SeriesReading {
  atMs: number;
  usedPermille: number | null;
  usedMeanPermille: number | null;
  bindPermille: number | null;
  udpPermille: number | null;
  ceilingPermille: number | null;
  closesTenths: number | null;
  /** Failed calls within the step; null where a single sample stands for it. */
  failures: number | null;
  tightestAddress: string | null;
  tightestPort: number | null;
}

/**
 * A host's figures in equal steps, aligned to the step so that two readings of one period agree; the last step contains
 * `to`. Default: the last six hours. Steps under five minutes are single samples, and reach back 48 hours; from five minutes
 * on they are rollups, which say the worst of each step.
 */
export async function readSeries({ hosts, series }: Pick<Stores, "hosts" | "series">, publicId: string, query: SeriesQuery, nowMs: number) {
  const toMs = query.toMs ?? nowMs;
  const fromMs = query.fromMs ?? toMs - Math.min(DEFAULT_SPAN_MS, (query.stepSeconds ?? Number.POSITIVE_INFINITY) * 1000 * POINTS_WANTED);
  if (fromMs >= toMs) throw outOfBounds("/query/from", "must be before to");
  const host = await findHost({ hosts }, publicId);
  const stepMs = 1_000 * (query.stepSeconds ?? naturalStepSeconds(toMs - fromMs, nowMs - fromMs, host.sampleSeconds));
  if ((toMs - fromMs) / stepMs > SERIES_POINTS_MAX) throw outOfBounds("/query/step", `gives more than ${SERIES_POINTS_MAX} points`);
  const resolution =
    stepMs < BUCKET_MS ? ("raw" as const) : stepMs < HOUR_MS && nowMs - fromMs <= FIVE_MINUTES.keptMs ? ("5m" as const) : ("1h" as const);
  const slotMs = resolution === "1h" ? HOUR_MS : BUCKET_MS;
  if (resolution !== "raw" && stepMs % slotMs !== 0)
    throw outOfBounds("/query/step", `must be a multiple of ${slotMs / 1_000} over this period`);
  const start = Math.floor(fromMs / stepMs) * stepMs;
  const end = Math.ceil(toMs / stepMs) * stepMs;
  const points =
    resolution === "raw"
      ? (await series.raw(host.id, start, end, stepMs)).map((point) => ({ ...point, usedMeanPermille: null, failures: null }))
      : await rolledUp(series, host.id, { start, end, stepMs, resolution, nowMs });
  return { fromMs: start, toMs: end, stepSeconds: stepMs / 1_000, resolution, points };
}

function naturalStepSeconds(spanMs: number, agoMs: number, sampleSeconds: number): number {
  if (spanMs <= RAW.spanMs && agoMs <= RAW.keptMs) return Math.max(sampleSeconds, Math.ceil(spanMs / 1_000 / POINTS_WANTED / 10) * 10);
  const seconds = spanMs <= FIVE_MINUTES.spanMs && agoMs <= FIVE_MINUTES.keptMs ? 300 : 3_600;
  return seconds * Math.ceil(spanMs / 1_000 / seconds / SERIES_POINTS_MAX);
}

interface Period {
  start: number;
  end: number;
  stepMs: number;
  resolution: "5m" | "1h";
  nowMs: number;
}

/** What is not rolled up yet, the last minutes, is filled with the last sample of its step. */
async function rolledUp(
  series: Stores["series"],
  hostId: number,
  { start, end, stepMs, resolution, nowMs }: Period,
): Promise<SeriesReading[]> {
  const buckets = Map.groupBy(await series.buckets(hostId, start, end, resolution), ({ fromMs }) => Math.floor(fromMs / stepMs) * stepMs);
  const openMs = Math.max(start, Math.floor((nowMs - HOUR_MS - stepMs) / stepMs) * stepMs);
  const open = openMs < end ? await series.raw(hostId, openMs, end, stepMs) : [];
  const openAt = new Map(open.map((point) => [point.atMs, { ...point, usedMeanPermille: null, failures: null }]));
  return Array.from({ length: (end - start) / stepMs }, (_, step) => {
    const atMs = start + (step + 1) * stepMs;
    const found = buckets.get(atMs - stepMs);
    return found ? worstOf(atMs, found) : (openAt.get(atMs) ?? nothingAt(atMs));
  });
}

const nothingAt = (atMs: number): SeriesReading => ({
  atMs,
  usedPermille: null,
  usedMeanPermille: null,
  bindPermille: null,
  udpPermille: null,
  ceilingPermille: null,
  closesTenths: null,
  failures: null,
  tightestAddress: null,
  tightestPort: null,
});

function worstOf(atMs: number, buckets: readonly HostBucket[]): SeriesReading {
  const worst = (of: (bucket: HostBucket) => number | null) =>
    buckets.reduce<number | null>((most, bucket) => {
      const value = of(bucket);
      return value === null ? most : Math.max(most ?? value, value);
    }, null);
  const mean = (of: (bucket: HostBucket) => number | null) => {
    const known = buckets.flatMap((bucket) => of(bucket) ?? []);
    return known.length === 0 ? null : Math.round(known.reduce((sum, each) => sum + each, 0) / known.length);
  };
  return {
    ...nothingAt(atMs),
    usedPermille: worst(({ usedMax }) => usedMax),
    usedMeanPermille: mean(({ usedMean }) => usedMean),
    bindPermille: worst(({ bindMax }) => bindMax),
    udpPermille: worst(({ udpMax }) => udpMax),
    ceilingPermille: worst(({ ceilingMax }) => ceilingMax),
    closesTenths: mean(({ closesTenths }) => closesTenths),
    failures: buckets.reduce((sum, { failures }) => sum + failures, 0),
  };
}

const outOfBounds = (pointer: string, detail: string): ApiProblem =>
  new ApiProblem("invalid-request", "The period and the step do not fit; see errors.", {
    faults: [{ pointer, code: "out-of-bounds", detail }],
  });
