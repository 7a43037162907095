import { and, eq, gt, isNotNull, isNull, lt, lte, or, sql } from "drizzle-orm";
import { asJobs, type Database } from "../connect/database.ts";
import { enrolmentToken } from "../schema/hosts.ts";
import { session, signInToken } from "../schema/organizations.ts";
import { rollupDue } from "../schema/rollups.ts";
import { hostCurrent } from "../schema/snapshots.ts";
import { column } from "./answer-columns.ts";

/** What scheduled work asks of all organizations at once. */
export const jobStore = (db: Database) => ({
  /**
   * Closes the rollup buckets that are over, at most `bucketsMax`, and makes again what something came late for. How many it
   * made; null where another process is at it. Several processes may call it at once.
   */
  async rollUp(nowMs: number, bucketsMax: number): Promise<number | null> {
    // Two transactions: what the first says must be seen by all before the second looks.
    await asJobs(db, (queries) => [queries.select({ done: sql`1` }).from(sql`berth.close_buckets(${nowMs}::bigint)`)]);
    const [[answer]] = await asJobs(db, (queries) => [
      queries.select({ made: column<number | null>("made") }).from(sql`berth.roll_up(${nowMs}::bigint, ${bucketsMax}::int) as made`),
    ]);
    return answer?.made ?? null;
  },

  /** Packs closed days and weeks, makes partitions ahead, and lets go of what is older than it is kept. */
  async tend(nowMs: number): Promise<void> {
    await asJobs(db, (queries) => [
      queries.select({ packed: column<number | null>("packed") }).from(sql`berth.tend(${nowMs}::bigint) as packed`),
    ]);
  },

  /** What is still to be made from rollups, oldest first. */
  async due(kind: "destinations" | "forecast", limit: number): Promise<{ organizationId: number; fromMs: number }[]> {
    const [rows] = await asJobs(db, (queries) => [
      queries
        .select({ organizationId: rollupDue.organizationId, fromMs: rollupDue.fromMs })
        .from(rollupDue)
        .where(eq(rollupDue.kind, kind))
        .orderBy(rollupDue.fromMs, rollupDue.organizationId)
        .limit(limit),
    ]);
    return rows;
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
