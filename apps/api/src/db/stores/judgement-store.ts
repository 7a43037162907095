import type { Policy } from "@berth/shared/domain/checklist/check.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { and, asc, eq, gt, lte, sql } from "drizzle-orm";
import { type Database, readOrg } from "../connect/database.ts";
import { organization } from "../schema/organizations.ts";
import { hostCurrent, snapshot } from "../schema/snapshots.ts";
import { type Judgement, SEVERITY } from "./judgement.ts";

/** Reads what a judgement needs and keeps what it finds. */
export const judgementStore = (db: Database, organizationId: number) => ({
  /**
   * A host's snapshots in (fromMs, toMs], oldest first, thinned to the newest of each `stepSeconds` and without their
   * strips, which no check reads and which are most of their bytes.
   */
  async history(hostId: number, fromMs: number, toMs: number, stepSeconds: number): Promise<Snapshot[]> {
    const slim = sql<Snapshot>`jsonb_set(${snapshot.body}, '{namespaces}', coalesce((
      select jsonb_agg(n || '{"strip": null}'::jsonb order by o) from jsonb_array_elements(${snapshot.body} -> 'namespaces') with ordinality as x (n, o)
    ), '[]'::jsonb))`;
    const [rows] = await readOrg(db, organizationId, (queries) => {
      const newest = queries
        .select({ newestMs: sql<number>`max(${snapshot.capturedAtMs})`.mapWith(Number).as("newest_ms") })
        .from(snapshot)
        .where(
          and(
            eq(snapshot.organizationId, organizationId),
            eq(snapshot.hostId, hostId),
            gt(snapshot.capturedAtMs, fromMs),
            lte(snapshot.capturedAtMs, toMs),
          ),
        )
        .groupBy(sql`${snapshot.capturedAtMs} / ${stepSeconds * 1000}::bigint`)
        .as("newest");
      return [
        queries
          .select({ body: slim })
          .from(newest)
          .innerJoin(
            snapshot,
            and(eq(snapshot.organizationId, organizationId), eq(snapshot.hostId, hostId), eq(snapshot.capturedAtMs, newest.newestMs)),
          )
          .orderBy(asc(snapshot.capturedAtMs)),
      ];
    });
    return rows.map(({ body }) => body);
  },

  /** What a late judgement starts from; null where the host has nothing to judge. */
  async pending(hostId: number) {
    const [[row]] = await readOrg(db, organizationId, (queries) => [
      queries
        .select({
          body: hostCurrent.body,
          judgement: hostCurrent.judgement,
          judgedCapturedAtMs: hostCurrent.judgedCapturedAtMs,
          policyVersion: organization.policyVersion,
          policy: sql<Omit<Policy, "version"> | null>`${organization.policy}`,
        })
        .from(hostCurrent)
        .innerJoin(organization, eq(organization.id, hostCurrent.organizationId))
        .where(and(eq(hostCurrent.organizationId, organizationId), eq(hostCurrent.hostId, hostId))),
    ]);
    return row?.body ? { ...row, body: row.body } : null;
  },

  /** False, and nothing written, when a newer snapshot has arrived in between. */
  async keep(hostId: number, capturedAtMs: number, judgedAtMs: number, judgement: Judgement): Promise<boolean> {
    const [rows] = await readOrg(db, organizationId, (queries) => [
      queries
        .update(hostCurrent)
        .set({ judgedCapturedAtMs: capturedAtMs, judgedAtMs, severity: SEVERITY[judgement.verdict.status], judgement })
        .where(
          and(eq(hostCurrent.organizationId, organizationId), eq(hostCurrent.hostId, hostId), eq(hostCurrent.capturedAtMs, capturedAtMs)),
        )
        .returning({ hostId: hostCurrent.hostId }),
    ]);
    return rows.length > 0;
  },
});
