import type { Stores } from "../../db/stores/stores.ts";
import { ApiProblem } from "../../errors.ts";
import { findHost } from "./find-host.ts";

/** As many as a chart has pixels to show. */
const SERIES_POINTS_MAX = 1_500;
const POINTS_WANTED = 360;
const DEFAULT_SPAN_MS = 6 * 3600_000;

export interface SeriesQuery {
  fromMs: number | null;
  toMs: number | null;
  stepSeconds: number | null;
}

/**
 * A host's figures in equal steps, aligned to the step so that two readings of one period agree; the last step contains
 * `to`. Default: the last six hours, or what a few hundred of the asked steps cover, in steps never shorter than the host's own.
 */
export async function readSeries({ hosts, series }: Pick<Stores, "hosts" | "series">, publicId: string, query: SeriesQuery, nowMs: number) {
  const toMs = query.toMs ?? nowMs;
  const fromMs = query.fromMs ?? toMs - Math.min(DEFAULT_SPAN_MS, (query.stepSeconds ?? Number.POSITIVE_INFINITY) * 1000 * POINTS_WANTED);
  if (fromMs >= toMs) throw outOfBounds("/query/from", "must be before to");
  const host = await findHost({ hosts }, publicId);
  const spanSeconds = (toMs - fromMs) / 1000;
  const stepSeconds = query.stepSeconds ?? Math.max(host.sampleSeconds, Math.ceil(spanSeconds / POINTS_WANTED / 10) * 10);
  if (spanSeconds / stepSeconds > SERIES_POINTS_MAX) throw outOfBounds("/query/step", `gives more than ${SERIES_POINTS_MAX} points`);
  const stepMs = stepSeconds * 1000;
  const start = Math.floor(fromMs / stepMs) * stepMs;
  const end = Math.ceil(toMs / stepMs) * stepMs;
  return { fromMs: start, toMs: end, stepSeconds, points: await series.read(host.id, start, end, stepMs) };
}

const outOfBounds = (pointer: string, detail: string): ApiProblem =>
  new ApiProblem("invalid-request", "The period and the step do not fit; see errors.", {
    faults: [{ pointer, code: "out-of-bounds", detail }],
  });
