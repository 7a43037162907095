import type { Stores } from "../../db/stores/stores.ts";
import { tightestOf } from "../snapshots/summarise-sample.ts";
import { findHost } from "./find-host.ts";
import { freshnessOf, verdictAsOf } from "./freshness.ts";

/** Everything that is known of a host now, but its tuples. */
export async function describeHost(stores: Pick<Stores, "hosts">, publicId: string, nowMs: number) {
  const host = await findHost(stores, publicId);
  return {
    host,
    freshness: freshnessOf(host.capturedAtMs, host, nowMs),
    verdict: verdictAsOf({ ...host, verdict: host.judgement?.verdict ?? null }, nowMs),
    tightest: host.body && tightestOf(host.body).tuple,
  };
}
