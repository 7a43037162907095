import { and, gt, isNotNull, isNull, lt, lte, or, sql } from "drizzle-orm";
import { asJobs, type Database } from "../connect/database.ts";
import { enrolmentToken } from "../schema/hosts.ts";
import { session, signInToken } from "../schema/organizations.ts";
import { hostCurrent, snapshot } from "../schema/snapshots.ts";

/** What scheduled work asks of all organizations at once. */
export const jobStore = (db: Database) => ({
  /** Deletes what was captured before `beforeMs`. Several processes may call it at once. */
  async deleteSnapshots(beforeMs: number): Promise<void> {
    await asJobs(db, (queries) => [queries.delete(snapshot).where(lt(snapshot.capturedAtMs, beforeMs))]);
  },

  async deleteExpiredSecrets(nowMs: number): Promise<void> {
    await asJobs(db, (queries) => [
      queries.delete(session).where(lte(session.expiresAtMs, nowMs)),
      queries.delete(signInToken).where(lte(signInToken.expiresAtMs, nowMs)),
      queries.delete(enrolmentToken).where(lte(enrolmentToken.expiresAtMs, nowMs)),
    ]);
  },

  /** Hosts whose newest snapshot is older than `beforeMs` and still not judged. */
  async unjudgedHosts(beforeMs: number, limit: number): Promise<{ organizationId: number; hostId: number }[]> {
    const [rows] = await asJobs(db, (queries) => [
      queries
        .select({ organizationId: hostCurrent.organizationId, hostId: hostCurrent.hostId })
        .from(hostCurrent)
        .where(
          and(
            isNotNull(hostCurrent.capturedAtMs),
            lt(hostCurrent.capturedAtMs, beforeMs),
            or(isNull(hostCurrent.judgedCapturedAtMs), gt(hostCurrent.capturedAtMs, hostCurrent.judgedCapturedAtMs)),
          ),
        )
        .orderBy(sql`${hostCurrent.capturedAtMs}`)
        .limit(limit),
    ]);
    return rows;
  },
});

export type JobStore = ReturnType<typeof jobStore>;
