import type { Verdict } from "@berth/shared/domain/checklist/verdict.ts";
import { and, type Column, eq, gt, lt, lte, type SQL, sql } from "drizzle-orm";
import { type Database, type Queries, readOrg } from "../connect/database.ts";
import { host } from "../schema/hosts.ts";
import { hostCurrent, hostJudgement } from "../schema/snapshots.ts";
import { SEVERITY } from "./judgement.ts";

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

/** Of the newest snapshot that arrived, or of the newest that was judged: a judgement that fails keeps nothing fresh. Null where there is none. */
const isStale = (capturedAtMs: Column, { asOfMs, missedSamplesMax }: AsOf): SQL<boolean> =>
  sql`${capturedAtMs} < ${asOfMs}::bigint - ${hostCurrent.sampleSeconds} * (${hostCurrent.frameSamples} + ${missedSamplesMax}::int) * 1000`;

/** A pass that nobody confirms any more is no pass; a finding stands until it is seen to be gone. */
const severityAsOf = (asOf: AsOf): SQL<number> =>
  sql<number>`case
    when ${hostCurrent.severity} = 0 or ${hostCurrent.severity} = ${SEVERITY.pass} and ${isStale(hostCurrent.judgedCapturedAtMs, asOf)} then ${SEVERITY.unknown}
    else ${hostCurrent.severity} end`;

/** A host's place in the list, the worst has the highest: its severity, its use with 0 for an unknown one, and its id, which no other host has. */
const placeAsOf = (asOf: AsOf): SQL<number> =>
  sql`((${severityAsOf(asOf)} * 1024 + coalesce(${hostCurrent.usedPermille}, -1) + 1) * 4294967296 + ${hostCurrent.hostId})`.mapWith(
    Number,
  ) as SQL<number>;

/** Places alone are sorted, by one number; who stands there is looked up for those that are shown. */
function worstHosts(queries: Queries, organizationId: number, asOf: AsOf, limit: number, after: number | null) {
  const place = placeAsOf(asOf);
  const among = (severity: SQL) =>
    queries
      .select({ place: place.as("place") })
      .from(hostCurrent)
      .where(and(eq(hostCurrent.organizationId, organizationId), severity, after === null ? undefined : lt(place, sql`${after}::bigint`)))
      .orderBy(sql`place desc`)
      .limit(limit);
  // Whatever has a finding stands before all others, and an index has it: where that fills the page, nothing else is looked at.
  const found = queries.$with("found").as(among(gt(hostCurrent.severity, SEVERITY.unknown)));
  const rest = queries
    .$with("rest")
    .as(among(sql`${lte(hostCurrent.severity, SEVERITY.unknown)} and (select count(*) from found) < ${limit}::bigint`));
  const worst = queries.$with("worst").as(
    queries
      .select({
        place: sql`listed.place`.mapWith(Number).as("place"),
        // Read out of the place in here: to what may fail row-level security opens no index.
        hostId: sql`(listed.place & 4294967295)::int`.mapWith(Number).as("place_host_id"),
      })
      .from(sql`(table found union all table rest) as listed`)
      .orderBy(sql`place desc`)
      .limit(limit),
  );
  return queries
    .with(found, rest, worst)
    .select({
      place: worst.place,
      hostId: worst.hostId,
      publicId: host.publicId,
      hostname: host.hostname,
      sampleSeconds: hostCurrent.sampleSeconds,
      frameSamples: hostCurrent.frameSamples,
      capturedAtMs: hostCurrent.capturedAtMs,
      judgedCapturedAtMs: hostCurrent.judgedCapturedAtMs,
      tightest: hostCurrent.tightest,
      verdict: hostJudgement.verdict,
    })
    .from(worst)
    .innerJoin(hostCurrent, and(eq(hostCurrent.organizationId, organizationId), eq(hostCurrent.hostId, worst.hostId)))
    .innerJoin(host, and(eq(host.organizationId, organizationId), eq(host.id, worst.hostId)))
    .leftJoin(hostJudgement, and(eq(hostJudgement.organizationId, organizationId), eq(hostJudgement.hostId, worst.hostId)));
}

/** Those that are unknown are what is left. */
function countHosts(queries: Queries, organizationId: number, asOf: AsOf) {
  const counted = (condition: SQL) => sql`count(*) filter (where ${condition})`.mapWith(Number);
  const isSevere = (status: Verdict["status"]) => eq(hostCurrent.severity, SEVERITY[status]);
  return queries
    .select({
      hosts: sql`count(*)`.mapWith(Number),
      never: counted(sql`${hostCurrent.capturedAtMs} is null`),
      stale: counted(isStale(hostCurrent.capturedAtMs, asOf)),
      fail: counted(isSevere("fail")),
      warn: counted(isSevere("warn")),
      pass: counted(sql`${isSevere("pass")} and (${isStale(hostCurrent.judgedCapturedAtMs, asOf)}) is not true`),
      pastHalf: counted(gt(hostCurrent.usedPermille, PAST_HALF_PERMILLE)),
    })
    .from(hostCurrent)
    .where(eq(hostCurrent.organizationId, organizationId));
}

/** Every host of an organization in one list. */
export const fleetStore = (db: Database, organizationId: number) => ({
  /** At most `limit` hosts, worst first, from behind the place `after` on, and the counts over all of them. */
  async page(asOf: AsOf, limit: number, after: number | null) {
    const [hosts, [counts]] = await readOrg(db, organizationId, (queries) => [
      worstHosts(queries, organizationId, asOf, limit, after),
      countHosts(queries, organizationId, asOf),
    ]);
    const {
      hosts: all,
      never,
      stale,
      fail,
      warn,
      pass,
      pastHalf,
    } = counts ?? { hosts: 0, never: 0, stale: 0, fail: 0, warn: 0, pass: 0, pastHalf: 0 };
    const summary = { hosts: all, live: all - never - stale, stale, never, fail, warn, pass, unknown: all - fail - warn - pass, pastHalf };
    // In here: the database would put the whole rows in order once more.
    return { hosts: hosts.sort((a, b) => b.place - a.place), summary: summary satisfies FleetSummary };
  },
});
