import type { Verdict } from "@berth/shared/domain/checklist/verdict.ts";
import { and, type Column, desc, eq, type SQL, sql } from "drizzle-orm";
import { type Database, readOrg } from "../connect/database.ts";
import { host } from "../schema/hosts.ts";
import { hostCurrent } from "../schema/snapshots.ts";
import type { Judgement } from "./judgement.ts";
import { SEVERITY } from "./judgement.ts";

/** Where a page ended: the sort key of its last row. */
export interface FleetPosition {
  severity: number;
  usedRatio: number;
  hostId: number;
}

interface FleetSummary {
  hosts: number;
  live: number;
  stale: number;
  never: number;
  fail: number;
  warn: number;
  pass: number;
  unknown: number;
  pastHalf: number;
}

/** A connect() past this share of a tuple searches the odd half of the range too. */
const PAST_HALF = 0.5;
/** Freshness is told by one moment for all pages of a list. */
export interface AsOf {
  asOfMs: number;
  staleAfterIntervals: number;
}

/** Of the newest snapshot that arrived, or of the newest that was judged: a judgement that fails keeps nothing fresh. */
const isStale = (capturedAtMs: Column, { asOfMs, staleAfterIntervals }: AsOf): SQL<boolean> =>
  sql`coalesce(${capturedAtMs} < ${asOfMs}::bigint - ${host.sampleSeconds} * ${staleAfterIntervals * 1000}::bigint, false)`;

/** A pass that nobody confirms any more is no pass; a finding stands until it is seen to be gone. */
const severityAsOf = (asOf: AsOf): SQL<number> =>
  sql<number>`case
    when ${hostCurrent.severity} = 0 or ${hostCurrent.severity} = ${SEVERITY.pass} and ${isStale(hostCurrent.judgedCapturedAtMs, asOf)} then ${SEVERITY.unknown}
    else ${hostCurrent.severity} end`;

const usedRatioOrNone: SQL<number> = sql`coalesce(${hostCurrent.tightestUsedRatio}, -1)`.mapWith(Number) as SQL<number>;

const ofHost = and(eq(hostCurrent.organizationId, host.organizationId), eq(hostCurrent.hostId, host.id));

/** Every host of an organization in one list. */
export const fleetStore = (db: Database, organizationId: number) => ({
  /** At most `limit` hosts, worst first, and the counts over all of them. */
  async page(asOf: AsOf, limit: number, after: FleetPosition | null) {
    const severity = severityAsOf(asOf);
    const counted = (condition: SQL) => sql`count(*) filter (where ${condition})`.mapWith(Number);
    const isSevere = (status: Verdict["status"]) => sql`${severity} = ${SEVERITY[status]}`;
    const [hosts, [summary]] = await readOrg(db, organizationId, (queries) => [
      queries
        .select({
          hostId: host.id,
          publicId: host.publicId,
          hostname: host.hostname,
          sampleSeconds: host.sampleSeconds,
          capturedAtMs: hostCurrent.capturedAtMs,
          judgedCapturedAtMs: hostCurrent.judgedCapturedAtMs,
          severity: severity.mapWith(Number),
          usedRatio: usedRatioOrNone,
          verdict: sql<Judgement["verdict"] | null>`${hostCurrent.judgement} -> 'verdict'`,
          tightest: hostCurrent.tightest,
        })
        .from(host)
        .innerJoin(hostCurrent, ofHost)
        .where(
          and(
            eq(host.organizationId, organizationId),
            after
              ? sql`(${severity}, ${usedRatioOrNone}, ${host.id}) < (${after.severity}::int, ${after.usedRatio}::double precision, ${after.hostId}::int)`
              : undefined,
          ),
        )
        .orderBy(desc(severity), desc(usedRatioOrNone), desc(host.id))
        .limit(limit),
      queries
        .select({
          hosts: sql`count(*)`.mapWith(Number),
          never: counted(sql`${hostCurrent.capturedAtMs} is null`),
          stale: counted(isStale(hostCurrent.capturedAtMs, asOf)),
          fail: counted(isSevere("fail")),
          warn: counted(isSevere("warn")),
          pass: counted(isSevere("pass")),
          unknown: counted(isSevere("unknown")),
          pastHalf: counted(sql`${hostCurrent.tightestUsedRatio} > ${PAST_HALF}`),
        })
        .from(host)
        .innerJoin(hostCurrent, ofHost)
        .where(eq(host.organizationId, organizationId)),
    ]);
    const counts = summary ?? { hosts: 0, never: 0, stale: 0, fail: 0, warn: 0, pass: 0, unknown: 0, pastHalf: 0 };
    return { hosts, summary: { ...counts, live: counts.hosts - counts.never - counts.stale } satisfies FleetSummary };
  },
});
