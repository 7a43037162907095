import { sql } from "drizzle-orm";
import { asJobs, type InteractiveDatabase } from "../../../apps/api/src/db/connect/database.ts";
import type { JobStore } from "../../../apps/api/src/db/stores/job-store.ts";

/** Until where the database's rollups are made, and days and weeks are packed; over all its organizations. */
export interface Watermarks {
  fiveMinutesMs: number;
  hourMs: number;
  dayMs: number;
  weekMs: number;
}

const BUCKETS_MAX = 288;

/** Lets the product's jobs catch up with `nowMs` first, so that nothing of another organization is passed over. */
export async function readWatermarks(db: InteractiveDatabase, jobs: JobStore, nowMs: number): Promise<Watermarks> {
  while ((await jobs.rollUp(nowMs, BUCKETS_MAX)) ?? 1);
  await jobs.tend(nowMs);
  const [rows] = await asJobs(db, (queries) => [
    queries.select({ name: sql<string>`w.name`, untilMs: sql`w.until_ms`.mapWith(Number) }).from(sql`berth.rollup_watermark w`),
  ]);
  const untilOf = (name: string) => rows.find((row) => row.name === name)?.untilMs ?? 0;
  return { fiveMinutesMs: untilOf("5m"), hourMs: untilOf("1h"), dayMs: untilOf("day"), weekMs: untilOf("week") };
}
