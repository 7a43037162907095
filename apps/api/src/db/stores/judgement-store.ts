import type { Policy } from "@berth/shared/domain/checklist/check.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { and, desc, eq, gt, isNotNull, lte, or, type SQL, sql } from "drizzle-orm";
import { type Database, type Queries, readOrg } from "../connect/database.ts";
import { packJson, unpackJson } from "../packing/pack-json.ts";
import { organization } from "../schema/organizations.ts";
import { hostCurrent, hostJudgement, hostSetup, snapshot } from "../schema/snapshots.ts";
import { askTogether } from "./ask-together.ts";
import { type Judgement, SEVERITY } from "./judgement.ts";
import { asBase64, unpackSamples, unpackSetups, withSetup } from "./sample-rows.ts";

/** The checks that warn and fail, by number, and how bad the host is. */
export interface VerdictChange {
  sinceMs: number;
  warnChecks: number[];
  failChecks: number[];
}

/** Reads what a judgement needs and keeps what it finds. */
export const judgementStore = (db: Database, organizationId: number) => {
  const ofHost = (table: typeof snapshot | typeof hostSetup | typeof hostCurrent | typeof hostJudgement, hostId: number) =>
    and(eq(table.organizationId, organizationId), eq(table.hostId, hostId));

  const setupsUntil = (queries: Queries, hostId: number, fromMs: number | SQL, toMs: number | SQL) => {
    const rows = queries
      .select({ sinceMs: hostSetup.sinceMs, body: asBase64(hostSetup.body).as("body") })
      .from(hostSetup)
      .$dynamic();
    const inForce = rows
      .where(and(ofHost(hostSetup, hostId), lte(hostSetup.sinceMs, sql`${fromMs}::bigint`)))
      .orderBy(desc(hostSetup.sinceMs))
      .limit(1);
    const later = queries
      .select({ sinceMs: hostSetup.sinceMs, body: asBase64(hostSetup.body).as("body") })
      .from(hostSetup)
      .where(and(ofHost(hostSetup, hostId), gt(hostSetup.sinceMs, sql`${fromMs}::bigint`), lte(hostSetup.sinceMs, sql`${toMs}::bigint`)));
    return [inForce, later] as const;
  };

  return {
    /**
     * A host's snapshots in (fromMs, toMs], oldest first, thinned to the newest of each `stepMs` and without their pictures
     * of the range, which no check reads.
     */
    async history(hostId: number, fromMs: number, toMs: number, stepMs: number): Promise<Snapshot[]> {
      // The newest of a request stands for it, unless the request is longer than a step.
      // Constants rather than parameters: what is sorted by must be the same expression as what is told apart.
      const step = sql`${snapshot.capturedAtMs} / ${sql.raw(stepMs.toFixed(0))}`;
      const isLong = sql<boolean>`coalesce(${snapshot.earlierFromMs} < ${snapshot.capturedAtMs} - ${sql.raw((1.5 * stepMs).toFixed(0))}, false)`;
      const isAcross = sql`${snapshot.capturedAtMs} > ${toMs}::bigint`;
      const [rows, inForce, later] = await readOrg(db, organizationId, (queries) => [
        queries
          .selectDistinctOn([step, isLong], {
            body: asBase64(snapshot.body),
            earlier: sql<string | null>`case when ${isLong} or ${isAcross} then ${asBase64(snapshot.earlier)} end`,
          })
          .from(snapshot)
          .where(
            and(
              ofHost(snapshot, hostId),
              isNotNull(snapshot.body),
              gt(snapshot.capturedAtMs, fromMs),
              or(lte(snapshot.capturedAtMs, toMs), lte(snapshot.earlierFromMs, toMs)),
            ),
          )
          .orderBy(step, isLong, desc(snapshot.capturedAtMs)),
        ...setupsUntil(queries, hostId, fromMs, toMs),
      ]);
      const unpacked = await Promise.all(rows.map(({ body, earlier }) => unpackSamples(db.compression, body, earlier)));
      const samples = unpacked.flat().filter(({ capturedAtMs }) => capturedAtMs > fromMs && capturedAtMs <= toMs);
      const newestOfStep = new Map(
        samples.sort((a, b) => a.capturedAtMs - b.capturedAtMs).map((sample) => [stepOf(sample.capturedAtMs, stepMs), sample]),
      );
      const setups = await unpackSetups(db.compression, [...inForce, ...later]);
      return [...newestOfStep.values()].flatMap((sample) => {
        const joined = withSetup(sample, setups);
        return joined ? [{ ...joined, namespaces: joined.namespaces.map((namespace) => ({ ...namespace, strip: null })) }] : [];
      });
    },

    /** What a late judgement starts from; null where the host has nothing to judge. */
    async pending(hostId: number) {
      const newestMs = sql`(select ${hostCurrent.capturedAtMs} from ${hostCurrent} where ${ofHost(hostCurrent, hostId)})`;
      const [[row], inForce] = await readOrg(db, organizationId, (queries) => [
        queries
          .select({
            capturedAtMs: hostCurrent.capturedAtMs,
            body: asBase64(snapshot.body),
            earlier: asBase64(snapshot.earlier),
            judgement: asBase64(hostJudgement.judgement),
            judgedCapturedAtMs: hostCurrent.judgedCapturedAtMs,
            policyVersion: organization.policyVersion,
            policy: sql<Omit<Policy, "version"> | null>`${organization.policy}`,
          })
          .from(hostCurrent)
          .innerJoin(organization, eq(organization.id, hostCurrent.organizationId))
          .leftJoin(hostJudgement, ofHost(hostJudgement, hostId))
          .innerJoin(snapshot, and(ofHost(snapshot, hostId), eq(snapshot.capturedAtMs, hostCurrent.capturedAtMs)))
          .where(ofHost(hostCurrent, hostId)),
        setupsUntil(queries, hostId, newestMs, newestMs)[0],
      ]);
      if (row === undefined) return null;
      const { body, earlier, judgement, ...rest } = row;
      const samples = await unpackSamples(db.compression, body, earlier);
      const sample = samples.find(({ capturedAtMs }) => capturedAtMs === row.capturedAtMs);
      const snapshotOfIt = sample && withSetup(sample, await unpackSetups(db.compression, inForce));
      const [judged = null] = judgement === null ? [] : await unpackJson<Judgement>(db.compression, judgement);
      return snapshotOfIt ? { ...rest, judgement: judged, body: snapshotOfIt } : null;
    },

    /** False, and nothing written, when a newer snapshot has arrived in between. `change`: what the verdict became, if it did. */
    async keep(
      hostId: number,
      capturedAtMs: number,
      judgedAtMs: number,
      judgement: Judgement,
      change: VerdictChange | null,
    ): Promise<boolean> {
      const row = {
        hostId,
        capturedAtMs,
        judgedAtMs,
        severity: SEVERITY[judgement.verdict.status],
        verdict: JSON.stringify(judgement.verdict),
        judgement: await packJson(db.compression, [judgement]),
        ...change,
      };
      return (await keeperOf(db)({ organizationId, row })) ?? false;
    },
  };
};

interface Found {
  organizationId: number;
  row: { hostId: number };
}

const JUDGEMENTS_MAX = 64;

/** One a database: what is found of several hosts of an organization at the same time is kept in one statement. */
const keepers = new WeakMap<Database, (found: Found) => Promise<boolean | null>>();

function keeperOf(db: Database) {
  const known = keepers.get(db);
  if (known) return known;
  const keeper = askTogether<Found, boolean>({
    async ask(found) {
      const [{ organizationId }] = found;
      const rows = JSON.stringify(found.map(({ row }) => row));
      const [kept] = await readOrg(db, organizationId, (queries) => [
        queries
          .select({ hostId: sql`host_id`.mapWith(Number) })
          .from(sql`berth.keep_judgements(${organizationId}::int, ${rows}::text::json) as host_id`),
      ]);
      const hosts = new Set(kept.map(({ hostId }) => hostId));
      return found.map(({ row }) => hosts.has(row.hostId));
    },
    groupOf: ({ organizationId }) => organizationId,
    keyOf: ({ row }) => row.hostId,
    statementsMax: db.pushStatementsMax,
    questionsMax: JUDGEMENTS_MAX,
  });
  keepers.set(db, keeper);
  return keeper;
}

const stepOf = (atMs: number, stepMs: number): number => Math.floor(atMs / stepMs);
