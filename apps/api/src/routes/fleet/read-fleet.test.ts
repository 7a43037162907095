import type { FleetPage, HostView } from "@berth/shared/contract/reads.ts";
import { beforeEach, describe, expect, test } from "vitest";
import type { InteractiveDatabase } from "../../db/connect/database.ts";
import { hashSecret } from "../../services/access/secret.ts";
import { frameOf } from "../../testing/frame-of.ts";
import { sampleSnapshot } from "../../testing/sample-snapshot.ts";
import { foundTenant, type Tenant, type TestApp, testApp } from "../../testing/test-app.ts";
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

const read = async (query = "") => (await (await tenant.get(`/v1/fleet${query}`)).json()) as FleetPage;

async function hostUsing(hostname: string, used: number, agoMs = 0) {
  const agent = await tenant.enrol(hostname);
  await agent.push(sampleSnapshot(app.clock.nowMs - agoMs, { used, hostname }));
  return agent;
}

describe("the fleet", () => {
  test("is empty before the first host", async () => {
    expect(await read()).toMatchObject({ data: [], hasMore: false, nextCursor: null, summary: { hosts: 0 } });
  });

  test("stands worst first: by verdict, then by the tightest tuple", async () => {
    await hostUsing("calm", 1_000);
    await hostUsing("warned", 20_000);
    await tenant.enrol("silent");
    await hostUsing("failing", 25_000);
    await hostUsing("busier", 2_000);
    const { data, summary } = await read();
    expect(data.map(({ hostname }) => hostname)).toEqual(["failing", "warned", "silent", "busier", "calm"]);
    expect(summary).toEqual({ hosts: 5, live: 4, stale: 0, never: 1, fail: 1, warn: 1, pass: 2, unknown: 1, pastHalf: 2 });
    expect(data[0]).toMatchObject({
      verdict: { status: "fail", checkId: "eph-dest" },
      tightest: { destination: { address: "10.4.7.21", port: 6379 }, used: 25_000, headroom: { best: 3_232 }, closesPerSecond: 3.5 },
    });
    expect(data[2]).toMatchObject({ freshness: "never", tightest: null, tightestReason: "never-reported" });
  });

  test("a request that is two samples late makes a host stale: its pass is unknown, its findings stand", async () => {
    await hostUsing("was-fine", 1_000, 80_001);
    await hostUsing("was-failing", 25_000, 80_001);
    await hostUsing("just-in-time", 1_000, 80_000);
    const { data, summary } = await read();
    expect(data.map(({ hostname, freshness, verdict }) => [hostname, freshness, verdict.status])).toEqual([
      ["was-failing", "stale", "fail"],
      ["was-fine", "stale", "unknown"],
      ["just-in-time", "live", "pass"],
    ]);
    expect(summary).toMatchObject({ live: 1, stale: 2, never: 0, fail: 1, unknown: 1, pass: 1 });
  });

  test("snapshots that arrive and are not judged keep no pass, here or on the host's page; findings stand", async () => {
    const agents = [await hostUsing("was-fine", 1_000), await hostUsing("was-failing", 25_000)];
    const arrive = async (afterMs: number) => {
      app.clock.nowMs += afterMs;
      const body = sampleSnapshot(app.clock.nowMs);
      for (const { credential } of agents) await app.dependencies.doors.ingest(hashSecret(credential), app.clock.nowMs, frameOf(body));
    };
    const statuses = async () => {
      const { data, summary } = await read();
      for (const { id, verdict } of data)
        expect((await (await tenant.get(`/v1/hosts/${id}`)).json()) as HostView).toMatchObject({ freshness: "live", verdict });
      expect(summary).toMatchObject({ live: 2, stale: 0 });
      return data.map(({ hostname, verdict }) => [hostname, verdict.status]);
    };
    await arrive(80_000);
    expect(await statuses()).toEqual([
      ["was-failing", "fail"],
      ["was-fine", "pass"],
    ]);
    await arrive(1);
    expect(await statuses()).toEqual([
      ["was-failing", "fail"],
      ["was-fine", "unknown"],
    ]);
    expect((await read()).summary).toMatchObject({ fail: 1, pass: 0, unknown: 1 });
  });

  test.each([1, 2, 3, 5])("goes on by pages of %i without missing or repeating a host", async (limit) => {
    for (const [at, used] of [5_000, 25_000, 5_000, 400, 20_000, 25_000].entries()) await hostUsing(`app-${at}`, used);
    await hostUsing("stale", 1_000, 80_001);
    await tenant.enrol("silent");
    const whole = (await read()).data.map(({ id }) => id);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: FleetPage = await read(`?limit=${limit}${cursor ? `&cursor=${cursor}` : ""}`);
      expect(page.hasMore).toBe(page.nextCursor !== null);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
      app.clock.nowMs += 40_000;
    } while (cursor !== null);
    expect(seen).toEqual(whole);
  });

  test("takes no cursor but its own", async () => {
    await hostUsing("a", 1);
    await hostUsing("b", 2);
    const { nextCursor } = await read("?limit=1");
    const other = await foundTenant(db, app);
    const foreign = await other.get(`/v1/fleet?cursor=${nextCursor}`);
    expect(foreign.status).toBe(400);
    expect(await foreign.json()).toMatchObject({ type: "/docs/problems/invalid-cursor" });
    for (const cursor of ["", "x", `${nextCursor}x`, `x${nextCursor}`])
      expect((await tenant.get(`/v1/fleet?cursor=${cursor}`)).status).toBe(400);
  });

  test.each(["0", "201", "1.5", "x", ""])("refuses limit=%s", async (limit) => {
    const response = await tenant.get(`/v1/fleet?limit=${limit}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ pointer: "/query/limit" }] });
  });
});
