import type { Visitor } from "../access/sessions.ts";
import type { Dependencies } from "../dependencies.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { freshnessOf, STALE_AFTER_INTERVALS, verdictAsOf } from "./freshness.ts";

export interface FleetQuery {
  limit: number;
  cursor: string | null;
}

/** The organization's hosts, worst first. Later pages keep the first one's moment, so that nobody changes places between them. */
export async function readFleet({ nowMs, cursorKey }: Dependencies, { stores, organization }: Visitor, { limit, cursor }: FleetQuery) {
  const scope = `fleet ${organization.publicId}`;
  const [asOfMs = nowMs(), severity, usedRatio, hostId] = cursor === null ? [] : await readCursor(cursorKey, scope, cursor);
  const after = severity === undefined || usedRatio === undefined || hostId === undefined ? null : { severity, usedRatio, hostId };
  const { hosts, summary } = await stores.fleet.page({ asOfMs, staleAfterIntervals: STALE_AFTER_INTERVALS }, limit + 1, after);
  const page = hosts.slice(0, limit);
  const last = page.at(-1);
  const hasMore = hosts.length > limit;
  return {
    organization,
    serverNowMs: nowMs(),
    summary,
    hosts: page.map((host) => ({
      hostId: host.publicId,
      hostname: host.hostname,
      freshness: freshnessOf(host.capturedAtMs, host.sampleSeconds, asOfMs),
      observedAtMs: host.capturedAtMs,
      verdict: verdictAsOf(host, asOfMs),
      tightest: host.tightest?.tuple ?? null,
      tightestReason: host.tightest ? host.tightest.reason : "never-reported",
    })),
    hasMore,
    nextCursor: hasMore && last ? await writeCursor(cursorKey, scope, [asOfMs, last.severity, last.usedRatio, last.hostId]) : null,
  };
}
