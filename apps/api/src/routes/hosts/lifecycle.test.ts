import type { DeletionReceipt } from "@berth/shared/contract/reads.ts";
import { getTableColumns, is, sql } from "drizzle-orm";
import { type PgColumn, PgTable } from "drizzle-orm/pg-core";
import { beforeEach, describe, expect, test } from "vitest";
import { asJobs, type InteractiveDatabase, readOrg } from "../../db/connect/database.ts";
import { organization } from "../../db/schema/organizations.ts";
import * as schema from "../../db/schema/schema.ts";
import { jobStore } from "../../db/stores/job-store.ts";
import { runJobs } from "../../jobs/scheduled-jobs.ts";
import { sampleSnapshot } from "../../testing/sample-snapshot.ts";
import { foundTenant, ORIGIN, type Tenant, type TestApp, testApp } from "../../testing/test-app.ts";
import { useDatabase } from "../../testing/test-database.ts";

const database = useDatabase();
let db: InteractiveDatabase;
let app: TestApp;
let tenant: Tenant;

beforeEach(async (ctx) => {
  db = await database(ctx);
  app = testApp(db);
  tenant = await foundTenant(db, app);
});

const TABLES = Object.entries<unknown>(schema).flatMap(([name, table]) => (is(table, PgTable) ? [[name, table] as const] : []));

/** Rows of the tenant in every table that has the column, where there are any. */
async function rowsBy(columnName: "hostId" | "organizationId", value: number): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [name, table] of TABLES) {
    const column = (getTableColumns(table) as Record<string, PgColumn>)[columnName];
    if (column === undefined) continue;
    const [[row]] = await readOrg(db, tenant.organizationId, (queries) => [
      queries
        .select({ rows: sql`count(*)`.mapWith(Number) })
        .from(table)
        .where(sql`${column} = ${value}`),
    ]);
    if (row && row.rows > 0) found[name] = row.rows;
  }
  return found;
}

async function enrolled(hostname: string) {
  const agent = await tenant.enrol(hostname);
  const at = (agoSeconds: number) => sampleSnapshot(app.clock.nowMs - agoSeconds * 1_000, { hostname, used: 25_000 });
  await agent.push(at(20), at(10), at(0));
  return agent;
}

const rollUp = async () => {
  app.clock.nowMs += 7_200_000;
  await runJobs({ ...app.dependencies, jobs: jobStore(db) });
};

const remove = (path: string, body?: unknown) =>
  app.send("DELETE", path, {
    headers: { cookie: tenant.cookie, origin: ORIGIN, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

describe("an export of a host", () => {
  test("has what was sent and what was made of it", async () => {
    const agent = await enrolled("app-1");
    await rollUp();
    const response = await tenant.get(`/v1/hosts/${agent.hostId}/export`);
    expect(response.headers.get("content-type")).toBe("application/x-ndjson");
    const lines = (await response.text())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { kind: string; snapshot?: unknown; usedMax?: number });
    expect(lines.map(({ kind }) => kind)).toEqual([
      "host",
      "judgement",
      "hour",
      "hour",
      "five-minutes",
      "five-minutes",
      "snapshot",
      "snapshot",
      "snapshot",
    ]);
    expect(lines.at(-1)?.snapshot).toMatchObject({ host: { hostname: "app-1" }, capturedAtMs: app.clock.nowMs - 7_200_000 });
    expect(lines[2]?.usedMax).toBe(886);
  });
});

describe("a host that is deleted", () => {
  test("leaves no row behind, with a receipt for all that went, and its credential ends", async () => {
    const [gone, stays] = [await enrolled("gone"), await enrolled("stays")];
    await rollUp();
    const id = (await tenant.stores.hosts.find(gone.hostId))?.id ?? 0;
    const before = await rowsBy("hostId", id);
    expect(Object.keys(before).length).toBeGreaterThan(7);
    const response = await remove(`/v1/hosts/${gone.hostId}`);
    expect(response.status).toBe(200);
    const { rows } = (await response.json()) as DeletionReceipt;
    expect(Object.values(rows).reduce((sum, each) => sum + each, 0)).toBe(Object.values(before).reduce((sum, each) => sum + each, 0) + 1);
    expect(await rowsBy("hostId", id)).toEqual({});
    expect((await tenant.get(`/v1/hosts/${gone.hostId}`)).status).toBe(404);
    expect((await gone.push(sampleSnapshot(app.clock.nowMs))).status).toBe(401);
    expect((await stays.push(sampleSnapshot(app.clock.nowMs))).status).toBe(201);
    expect((await remove(`/v1/hosts/${gone.hostId}`)).status).toBe(404);
  });

  test("must be one's own", async () => {
    const agent = await enrolled("app-1");
    const other = await foundTenant(db, app);
    const response = await app.send("DELETE", `/v1/hosts/${agent.hostId}`, { headers: { cookie: other.cookie, origin: ORIGIN } });
    expect(response.status).toBe(404);
    expect((await tenant.get(`/v1/hosts/${agent.hostId}`)).status).toBe(200);
  });
});

describe("an organization that is deleted", () => {
  test("leaves no row behind; another keeps all of its own", async () => {
    const other = await foundTenant(db, app);
    await other.enrol("theirs");
    await enrolled("ours");
    await rollUp();
    expect((await remove("/v1/organization", { name: "Another name" })).status).toBe(400);
    const response = await remove("/v1/organization", { name: "Tenant" });
    expect(response.status).toBe(200);
    expect(((await response.json()) as DeletionReceipt).rows).toMatchObject({ organization: 1, host: 1, snapshot: 3 });
    expect(await rowsBy("organizationId", tenant.organizationId)).toEqual({});
    const [left] = await asJobs(db, (queries) => [queries.select({ id: organization.id }).from(organization)]);
    expect(left.map(({ id }) => id)).not.toContain(tenant.organizationId);
    expect((await tenant.get("/v1/session")).status).toBe(401);
    expect((await other.get("/v1/fleet")).status).toBe(200);
  });
});
