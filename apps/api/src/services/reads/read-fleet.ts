import type { Visitor } from "../access/sessions.ts";
import type { Dependencies } from "../dependencies.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { freshnessOf, MISSED_SAMPLES_MAX, verdictAsOf } from "./freshness.ts";

export interface FleetQuery {
  limit: number;
  cursor: string | null;
}

/** The organization's hosts, worst first. Later pages keep the first one's moment, so that nobody changes places between them. */
export async function readFleet({ nowMs, cursorKey }: Dependencies, { stores, organization }: Visitor, { limit, cursor }: FleetQuery) {
  const scope = `fleet by place ${organization.publicId}`;
  const [asOfMs = nowMs(), after = null] = cursor === null ? [] : await readCursor(cursorKey, scope, cursor);
  const { hosts, summary } = await stores.fleet.page({ asOfMs, missedSamplesMax: MISSED_SAMPLES_MAX }, limit + 1, after);
  const page = hosts.slice(0, limit);
  const last = page.at(-1);
  const hasMore = hosts.length > limit;
  return {
    organization,
    serverNowMs: nowMs(),
    summary,
    shownIds: page.map((host) => host.hostId),
    hosts: page.map((host) => ({
      hostId: host.publicId,
      hostname: host.hostname,
      freshness: freshnessOf(host.capturedAtMs, host, asOfMs),
      observedAtMs: host.capturedAtMs,
      verdict: verdictAsOf(host, asOfMs),
      tightest: host.tightest?.tuple ?? null,
      tightestReason: host.tightest ? host.tightest.reason : "never-reported",
    })),
    hasMore,
    nextCursor: hasMore && last ? await writeCursor(cursorKey, scope, [asOfMs, last.place]) : null,
  };
}
