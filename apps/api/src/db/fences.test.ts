import { getTableColumns, is, sql } from "drizzle-orm";
import { type PgColumn, PgTable } from "drizzle-orm/pg-core";
import { beforeEach, describe, expect, inject, type TestContext, test } from "vitest";
import { runJobs } from "../jobs/scheduled-jobs.ts";
import { issueSignInToken } from "../services/access/issue-tokens.ts";
import { sampleSnapshot } from "../testing/sample-snapshot.ts";
import { foundTenant, type Tenant, testApp } from "../testing/test-app.ts";
import { useDatabase } from "../testing/test-database.ts";
import { asJobs, type InteractiveDatabase, type Queries, readOrg, withOrg } from "./connect/database.ts";
import { host, hostCredential } from "./schema/hosts.ts";
import { member, organization } from "./schema/organizations.ts";
import * as schema from "./schema/schema.ts";
import { hostCurrent, snapshot } from "./schema/snapshots.ts";
import { jobStore } from "./stores/job-store.ts";
import { createStores } from "./stores/stores.ts";

const ALL_TABLES: Record<string, PgTable> = Object.fromEntries(
  Object.entries<unknown>(schema).flatMap(([name, table]) => (is(table, PgTable) ? [[name, table]] : [])),
);
/** The watermark is about a database, not about anybody's data. */
const { rollupWatermark: _watermark, ...TABLES } = ALL_TABLES;
const organizationOf = (table: PgTable): PgColumn =>
  table === organization ? organization.id : (getTableColumns(table).organizationId as PgColumn);

const database = useDatabase();
let db: InteractiveDatabase;
let ours: Tenant;
let theirs: Tenant;

const populate = async () => {
  const app = testApp(db);
  const jobs = { ...app.dependencies, jobs: jobStore(db) };
  const tenants = [await foundTenant(db, app), await foundTenant(db, app)] as const;
  const agents = await Promise.all(tenants.map((tenant) => tenant.enrol()));
  const push = async (agoMs: number) => {
    for (const agent of agents) await agent.push(sampleSnapshot(app.clock.nowMs - agoMs, { used: 25_000 }));
  };
  // The last hour of a quarter of a day: with it, forecasts are made.
  app.clock.nowMs += 5 * 3_600_000;
  await push(0);
  // Until its day and its week are packed; then rows of every kind that are under way.
  for (const days of [0.2, 3, 7]) {
    app.clock.nowMs += days * 86_400_000;
    await runJobs(jobs);
  }
  await push(0);
  app.clock.nowMs += 2 * 3_600_000;
  await runJobs(jobs);
  await push(0);
  app.clock.nowMs += 3_600_000;
  await jobs.jobs.rollUp(app.clock.nowMs, 50);
  await push(600_000);
  for (const tenant of tenants) {
    await tenant.newEnrolmentToken();
    await issueSignInToken(tenant, app.clock.nowMs);
  }
  return tenants;
};
let populated: ReturnType<typeof populate> | undefined;

beforeEach(async (ctx) => {
  db = await database(ctx);
  populated ??= populate();
  [ours, theirs] = await populated;
});

const count = (queries: Queries, table: PgTable) => queries.select({ rows: sql`count(*)`.mapWith(Number) }).from(table);

/** Permission denied, as the driver says it: by itself or as the cause. */
const isDenied = (error: { code?: string; cause?: { code?: string } }): boolean => (error.cause ?? error).code === "42501";

describe("the second fence, with no organization in any query", () => {
  test("every table of the catalogue forces row-level security", async () => {
    const tables = await db.queries
      .select({ name: sql<string>`relname`, isForced: sql<boolean>`relforcerowsecurity and relrowsecurity` })
      .from(sql`pg_class`)
      .where(sql`relnamespace = 'berth'::regnamespace and relkind in ('r', 'p') and not relispartition`);
    expect(tables.filter(({ isForced }) => !isForced)).toEqual([]);
    expect(tables).toHaveLength(Object.keys(ALL_TABLES).length);
  });

  test("neither role may pass row-level security or log in", async () => {
    const roles = await db.queries
      .select({ free: sql<boolean>`rolbypassrls or rolsuper or rolcanlogin` })
      .from(sql`pg_roles`)
      .where(sql`rolname in ('berth_app', 'berth_jobs')`);
    expect(roles).toEqual([{ free: false }, { free: false }]);
  });

  test.each(Object.entries(TABLES))("%s shows the rows of one organization only", async (_name, table) => {
    const [rows] = await readOrg(db, ours.organizationId, (queries) => [queries.selectDistinct({ of: organizationOf(table) }).from(table)]);
    expect(rows).toEqual([{ of: ours.organizationId }]);
  });

  test.each(Object.entries(TABLES))("%s shows nothing where no organization was said", async (_name, table) => {
    const rows = await db.batch(sql`select set_config('role', 'berth_app', true)`, (queries) => [count(queries, table)]);
    expect(rows).toEqual([[{ rows: 0 }]]);
  });

  test("nor does the owner pass, who may become the jobs' role and has not; the embedded database's own user is a superuser", async () => {
    const [user] = await db.queries.select({ isSuper: sql<boolean>`rolsuper` }).from(sql`pg_roles`).where(sql`rolname = current_user`);
    expect(user?.isSuper).toBe(inject("driver") === "pglite");
    for (const table of Object.values(TABLES)) {
      const [[found]] = await db.batch(sql`select 1`, (queries) => [count(queries, table)]);
      expect((found?.rows ?? 0) > 0).toBe(user?.isSuper);
    }
  });

  test("another organization's rows cannot be written", async () => {
    const stolen = withOrg(db, ours.organizationId, (queries) =>
      queries.insert(member).values({ organizationId: theirs.organizationId, name: "Eve", role: "owner", createdAtMs: 0 }),
    );
    await expect(stolen).rejects.toSatisfy(isDenied);
    const [changed] = await readOrg(db, ours.organizationId, (queries) => [
      queries.update(hostCurrent).set({ severity: 4 }).returning({ of: hostCurrent.organizationId }),
    ]);
    expect(changed).toEqual([{ of: ours.organizationId }]);
  });

  test("the app role cannot write what only the functions write", async () => {
    const forged = readOrg(db, ours.organizationId, (queries) => [queries.update(host).set({ hostname: "forged" })]);
    await expect(forged).rejects.toSatisfy(isDenied);
  });

  test("the role and the organization end with the transaction", async () => {
    await readOrg(db, ours.organizationId, (queries) => [count(queries, host)]);
    const [now] = await db.queries
      .select({ organization: sql<string>`current_setting('app.organization_id', true)`, role: sql<string>`current_user` })
      .from(sql`(select 1) as one`);
    expect(now?.organization || "").toBe("");
    expect(now?.role).not.toBe("berth_app");
  });

  test("the jobs' role sees all organizations, but no body, no name and no credential", async () => {
    const [rows] = await asJobs(db, (queries) => [queries.selectDistinct({ of: hostCurrent.organizationId }).from(hostCurrent)]);
    expect(rows.length).toBeGreaterThanOrEqual(2);
    const refused = (build: (queries: Queries) => PromiseLike<unknown>) =>
      expect(asJobs(db, (queries) => [build(queries)])).rejects.toSatisfy(isDenied);
    await refused((queries) => queries.select({ body: snapshot.body }).from(snapshot));
    await refused((queries) => queries.select({ name: organization.name }).from(organization));
    await refused((queries) => queries.select().from(hostCredential));
    await refused((queries) => queries.select().from(host));
  });
});

describe("the first fence, with row-level security out of the way", () => {
  test("stores name their organization in every query", async (ctx) => {
    const unfenced = await withOpenFence(ctx);
    const stores = createStores(unfenced, ours.organizationId);
    const asOf = { asOfMs: Date.parse("2026-11-24T12:00:00Z"), missedSamplesMax: 2 };
    const { hosts, summary } = await stores.fleet.page(asOf, 200, null);
    expect(summary.hosts).toBe(1);
    expect(hosts).toHaveLength(1);
    const [everyHost] = await readOrg(unfenced, ours.organizationId, (queries) => [count(queries, host)]);
    expect(everyHost[0]?.rows, "the fence is really open").toBeGreaterThanOrEqual(2);
    const [[foreign]] = await readOrg(db, theirs.organizationId, (queries) => [
      queries.select({ id: host.id, publicId: host.publicId }).from(host),
    ]);
    expect(await stores.hosts.find(foreign?.publicId ?? "")).toBeNull();
    expect(await stores.judgements.pending(foreign?.id ?? 0)).toBeNull();
    expect(await stores.judgements.history(foreign?.id ?? 0, 0, asOf.asOfMs, 60)).toEqual([]);
    const series = await stores.series.raw(foreign?.id ?? 0, asOf.asOfMs - 60_000, asOf.asOfMs, 10_000);
    expect(series.every(({ usedPermille }) => usedPermille === null)).toBe(true);
  });
});

/** The same database through doors under which a policy says yes to every row. */
async function withOpenFence(ctx: TestContext): Promise<InteractiveDatabase> {
  const fenced = await database(ctx);
  await fenced.queries.execute(sql`
    do $$
    declare t text;
    begin
      if not exists (select from pg_policies where policyname = 'open_fence') then
        for t in select relname from pg_class where relnamespace = 'berth'::regnamespace and relkind = 'r' loop
          execute format('create policy open_fence on berth.%I for all using (current_setting(''app.no_fence'', true) = ''on'')', t);
        end loop;
      end if;
    end $$`);
  const open = (settings: Parameters<InteractiveDatabase["batch"]>[0]) => sql`${settings}, set_config('app.no_fence', 'on', true)`;
  return {
    ...fenced,
    batch: (settings, build) => fenced.batch(open(settings), build),
    transaction: (settings, work) => fenced.transaction(open(settings), work),
  };
}
