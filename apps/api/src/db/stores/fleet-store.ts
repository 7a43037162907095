import type { Verdict } from "@berth/shared/domain/checklist/verdict.ts";
import { and, type Column, desc, eq, type SQL, sql } from "drizzle-orm";
import { type Database, type Queries, readOrg } from "../connect/database.ts";
import { host } from "../schema/hosts.ts";
import { hostCurrent, hostJudgement } from "../schema/snapshots.ts";
import { SEVERITY } from "./judgement.ts";

/** Where a page ended: the sort key of its last row. */
export interface FleetPosition {
  severity: number;
  usedPermille: number;
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
const PAST_HALF_PERMILLE = 500;
/** Freshness is told by one moment for all pages of a list. */
export interface AsOf {
  asOfMs: number;
  /** Samples that may be missing when a host's next request is due. */
  missedSamplesMax: number;
}

/** Of the newest snapshot that arrived, or of the newest that was judged: a judgement that fails keeps nothing fresh. */
const isStale = (capturedAtMs: Column, { asOfMs, missedSamplesMax }: AsOf): SQL<boolean> =>
  sql`coalesce(${capturedAtMs} < ${asOfMs}::bigint - ${hostCurrent.sampleSeconds}::int * (${hostCurrent.frameSamples} + ${missedSamplesMax}::int) * 1000::bigint, false)`;

/** A pass that nobody confirms any more is no pass; a finding stands until it is seen to be gone. */
const severityAsOf = (asOf: AsOf): SQL<number> =>
  sql<number>`case
    when ${hostCurrent.severity} = 0 or ${hostCurrent.severity} = ${SEVERITY.pass} and ${isStale(hostCurrent.judgedCapturedAtMs, asOf)} then ${SEVERITY.unknown}
    else ${hostCurrent.severity} end`;

const usedOrNone: SQL<number> = sql`coalesce(${hostCurrent.usedPermille}, -1)`.mapWith(Number) as SQL<number>;

/** Every host of an organization in one list. */
export const fleetStore = (db: Database, organizationId: number) => ({
  /** At most `limit` hosts, worst first, and the counts over all of them. */
  async page(asOf: AsOf, limit: number, after: FleetPosition | null) {
    const severity = severityAsOf(asOf);
    const counted = (condition: SQL) => sql`count(*) filter (where ${condition})`.mapWith(Number);
    const isSevere = (status: Verdict["status"]) => sql`${severity} = ${SEVERITY[status]}`;
    // The worst are found among narrow rows first; who they are and what was made of them is looked up for those alone.
    const worstOf = (queries: Queries) =>
      queries
        .select({
          hostId: hostCurrent.hostId,
          sampleSeconds: hostCurrent.sampleSeconds,
          frameSamples: hostCurrent.frameSamples,
          capturedAtMs: hostCurrent.capturedAtMs,
          judgedCapturedAtMs: hostCurrent.judgedCapturedAtMs,
          severity: severity.mapWith(Number).as("severity_now"),
          usedPermille: usedOrNone.as("used_or_none"),
          tightest: hostCurrent.tightest,
        })
        .from(hostCurrent)
        .where(
          and(
            eq(hostCurrent.organizationId, organizationId),
            after
              ? sql`(${severity}, ${usedOrNone}, ${hostCurrent.hostId}) < (${after.severity}::int, ${after.usedPermille}::int, ${after.hostId}::int)`
              : undefined,
          ),
        )
        .orderBy(desc(severity), desc(usedOrNone), desc(hostCurrent.hostId))
        .limit(limit)
        .as("worst");
    const [hosts, [summary]] = await readOrg(db, organizationId, (queries) => {
      const worst = worstOf(queries);
      return [
        queries
          .select({
            hostId: worst.hostId,
            publicId: host.publicId,
            hostname: host.hostname,
            sampleSeconds: worst.sampleSeconds,
            frameSamples: worst.frameSamples,
            capturedAtMs: worst.capturedAtMs,
            judgedCapturedAtMs: worst.judgedCapturedAtMs,
            severity: worst.severity,
            usedPermille: worst.usedPermille,
            tightest: worst.tightest,
            verdict: hostJudgement.verdict,
          })
          .from(worst)
          .innerJoin(host, and(eq(host.organizationId, organizationId), eq(host.id, worst.hostId)))
          .leftJoin(hostJudgement, and(eq(hostJudgement.organizationId, organizationId), eq(hostJudgement.hostId, worst.hostId)))
          .orderBy(desc(worst.severity), desc(worst.usedPermille), desc(worst.hostId)),
        queries
          .select({
            hosts: sql`count(*)`.mapWith(Number),
            never: counted(sql`${hostCurrent.capturedAtMs} is null`),
            stale: counted(isStale(hostCurrent.capturedAtMs, asOf)),
            fail: counted(isSevere("fail")),
            warn: counted(isSevere("warn")),
            pass: counted(isSevere("pass")),
            unknown: counted(isSevere("unknown")),
            pastHalf: counted(sql`${hostCurrent.usedPermille} > ${PAST_HALF_PERMILLE}`),
          })
          .from(hostCurrent)
          .where(eq(hostCurrent.organizationId, organizationId)),
      ];
    });
    const counts = summary ?? { hosts: 0, never: 0, stale: 0, fail: 0, warn: 0, pass: 0, unknown: 0, pastHalf: 0 };
    return { hosts, summary: { ...counts, live: counts.hosts - counts.never - counts.stale } satisfies FleetSummary };
  },
});
