import { asc, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { runJobs } from "../jobs/scheduled-jobs.ts";
import { hostRows } from "../testing/recount.ts";
import { sampleSnapshot } from "../testing/sample-snapshot.ts";
import { foundTenant, type Tenant, type TestApp, testApp } from "../testing/test-app.ts";
import { useDatabase } from "../testing/test-database.ts";
import { type InteractiveDatabase, readOrg } from "./connect/database.ts";
import { snapshot } from "./schema/snapshots.ts";
import { jobStore } from "./stores/job-store.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

const database = useDatabase();
let db: InteractiveDatabase;
let app: TestApp;
let tenant: Tenant;
/** Each test's own: for as long before it no job has run, so that nothing has made the partitions it needs. */
let midnightMs = Date.parse("2027-03-01T00:00:00Z");

beforeEach(async (ctx) => {
  db = await database(ctx);
  app = testApp(db);
  tenant = await foundTenant(db, app);
  midnightMs += 30 * DAY_MS;
  app.clock.nowMs = midnightMs + 5_000;
});

async function keptOf({ organizationId }: Tenant): Promise<number[]> {
  const [rows] = await readOrg(db, organizationId, (queries) => [
    queries.select({ capturedAtMs: snapshot.capturedAtMs }).from(snapshot).orderBy(asc(snapshot.capturedAtMs)),
  ]);
  return rows.map(({ capturedAtMs }) => capturedAtMs);
}

async function partitionAt(table: "snapshot" | "host_5m", atMs: number): Promise<boolean> {
  const day = new Date(atMs).toISOString().slice(0, 10).replaceAll("-", "");
  const [found] = await db.queries
    .select({ rows: sql`count(*)`.mapWith(Number) })
    .from(sql`pg_class`)
    .where(sql`relnamespace = 'berth'::regnamespace and relname like ${`${table}_${day}%`}`);
  return (found?.rows ?? 0) > 0;
}

describe("a day for which no job has made partitions", () => {
  test("takes samples of both sides of midnight, each once, and rolls them up", async () => {
    const agent = await tenant.enrol();
    expect(await partitionAt("snapshot", midnightMs)).toBe(false);
    const samples = [-10_000, -1, 0, 4_000].map((offsetMs) => sampleSnapshot(midnightMs + offsetMs));
    expect((await agent.push(...samples)).status).toBe(201);
    expect((await agent.push(...samples)).status).toBe(200);
    expect(await keptOf(tenant)).toEqual(samples.map(({ capturedAtMs }) => capturedAtMs));
    app.clock.nowMs += 10 * MINUTE_MS;
    await runJobs({ ...app.dependencies, jobs: jobStore(db) });
    expect(app.logged).toEqual([]);
    expect((await hostRows(db, tenant.organizationId)).map(({ fromMs, samples: count }) => [fromMs - midnightMs, count])).toEqual([
      [-5 * MINUTE_MS, 2],
      [0, 2],
    ]);
  });

  test("takes the first samples of many hosts at once", async () => {
    const agents = await Promise.all(Array.from({ length: 8 }, (_, at) => tenant.enrol(`app-${at}`)));
    const answers = await Promise.all(agents.map((agent) => agent.push(sampleSnapshot(midnightMs + 1_000))));
    expect(answers.map(({ status }) => status)).toEqual(agents.map(() => 201));
    expect(await keptOf(tenant)).toHaveLength(agents.length);
    expect(app.logged).toEqual([]);
  });

  test("is made ahead by the jobs, with the day after it", async () => {
    await runJobs({ ...app.dependencies, jobs: jobStore(db) });
    for (const table of ["snapshot", "host_5m"] as const)
      for (const aheadMs of [0, DAY_MS]) expect(await partitionAt(table, midnightMs + aheadMs)).toBe(true);
    expect(app.logged).toEqual([]);
  });
});
