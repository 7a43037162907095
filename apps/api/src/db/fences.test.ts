import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, type TestContext, test } from "vitest";
import { sampleSnapshot } from "../testing/sample-snapshot.ts";
import { foundTenant, type Tenant, testApp } from "../testing/test-app.ts";
import { useDatabase } from "../testing/test-database.ts";
import { asJobs, type InteractiveDatabase, type Queries, readOrg, withOrg } from "./connect/database.ts";
import { enrolmentToken, host, hostCredential } from "./schema/hosts.ts";
import { member, organization, session, signInToken } from "./schema/organizations.ts";
import { hostCurrent, snapshot } from "./schema/snapshots.ts";
import { createStores } from "./stores/stores.ts";

const TABLES = { organization, member, signInToken, session, host, hostCredential, enrolmentToken, hostCurrent, snapshot };

const database = useDatabase();
let db: InteractiveDatabase;
let ours: Tenant;
let theirs: Tenant;

const populate = async () => {
  const app = testApp(db);
  const tenants = [await foundTenant(db, app), await foundTenant(db, app)] as const;
  for (const tenant of tenants) {
    const agent = await tenant.enrol();
    await agent.push(sampleSnapshot(app.clock.nowMs));
    await tenant.newEnrolmentToken();
  }
  return tenants;
};
let populated: ReturnType<typeof populate> | undefined;

beforeEach(async (ctx) => {
  db = await database(ctx);
  populated ??= populate();
  [ours, theirs] = await populated;
});

const count = (queries: Queries, table: (typeof TABLES)[keyof typeof TABLES]) =>
  queries.select({ rows: sql`count(*)`.mapWith(Number) }).from(table);

describe("the second fence, with no organization in any query", () => {
  test("every table of the catalogue forces row-level security", async () => {
    const tables = await db.queries
      .select({ name: sql<string>`relname`, isForced: sql<boolean>`relforcerowsecurity and relrowsecurity` })
      .from(sql`pg_class`)
      .where(sql`relnamespace = 'berth'::regnamespace and relkind in ('r', 'p')`);
    expect(tables.filter(({ isForced }) => !isForced)).toEqual([]);
    expect(tables).toHaveLength(Object.keys(TABLES).length);
  });

  test("neither role may pass row-level security or log in", async () => {
    const roles = await db.queries
      .select({ free: sql<boolean>`rolbypassrls or rolsuper or rolcanlogin` })
      .from(sql`pg_roles`)
      .where(sql`rolname in ('berth_app', 'berth_jobs')`);
    expect(roles).toEqual([{ free: false }, { free: false }]);
  });

  test.each(Object.keys(TABLES) as (keyof typeof TABLES)[])("%s shows the rows of one organization only", async (name) => {
    const table = TABLES[name];
    const column = table === organization ? organization.id : (table as typeof host).organizationId;
    const [rows] = await readOrg(db, ours.organizationId, (queries) => [queries.selectDistinct({ of: column }).from(table)]);
    expect(rows).toEqual([{ of: ours.organizationId }]);
  });

  test.each(Object.keys(TABLES) as (keyof typeof TABLES)[])("%s shows nothing where no organization was said", async (name) => {
    const rows = await db.batch(sql`select set_config('role', 'berth_app', true)`, (queries) => [count(queries, TABLES[name])]);
    expect(rows).toEqual([[{ rows: 0 }]]);
  });

  test("another organization's rows cannot be written", async () => {
    const stolen = withOrg(db, ours.organizationId, (queries) =>
      queries.insert(member).values({ organizationId: theirs.organizationId, name: "Eve", role: "owner", createdAtMs: 0 }),
    );
    await expect(stolen).rejects.toMatchObject({ cause: { code: "42501" } });
    const [changed] = await readOrg(db, ours.organizationId, (queries) => [
      queries.update(hostCurrent).set({ severity: 4 }).returning({ of: hostCurrent.organizationId }),
    ]);
    expect(changed).toEqual([{ of: ours.organizationId }]);
  });

  test("the app role cannot write what only the functions write", async () => {
    const forged = readOrg(db, ours.organizationId, (queries) => [queries.update(host).set({ hostname: "forged" })]);
    await expect(forged).rejects.toMatchObject({ cause: { code: "42501" } });
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
      expect(asJobs(db, (queries) => [build(queries)])).rejects.toMatchObject({ cause: { code: "42501" } });
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
    const asOf = { asOfMs: Date.parse("2026-11-24T12:00:00Z"), staleAfterIntervals: 3 };
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
    const series = await stores.series.read(foreign?.id ?? 0, asOf.asOfMs - 60_000, asOf.asOfMs, 10_000);
    expect(series.every(({ tightestUsedRatio }) => tightestUsedRatio === null)).toBe(true);
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
