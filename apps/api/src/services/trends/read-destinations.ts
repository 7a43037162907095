import type { Stores } from "../../db/stores/stores.ts";
import { ApiProblem } from "../../errors.ts";

const BUCKET_MS = 300_000;
const DEFAULT_SPAN_MS = 3_600_000;
/** Destinations are kept so long. */
const KEPT_MS = 8 * 24 * 3_600_000;

export interface DestinationsQuery {
  fromMs: number | null;
  toMs: number | null;
  limit: number;
}

/** The tightest destinations of a period over all hosts, in whole buckets of five minutes. */
export async function readDestinations({ destinations }: Pick<Stores, "destinations">, query: DestinationsQuery, nowMs: number) {
  const toMs = Math.ceil((query.toMs ?? nowMs) / BUCKET_MS) * BUCKET_MS;
  const fromMs = Math.floor((query.fromMs ?? toMs - DEFAULT_SPAN_MS) / BUCKET_MS) * BUCKET_MS;
  if (fromMs >= toMs || nowMs - fromMs > KEPT_MS + BUCKET_MS)
    throw new ApiProblem("invalid-request", "The period cannot be answered; see errors.", {
      faults: [{ pointer: "/query/from", code: "out-of-bounds", detail: "must be before to, and at most eight days ago" }],
    });
  return { fromMs, toMs, rows: await destinations.top(fromMs, toMs, query.limit) };
}
