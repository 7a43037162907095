import type { Destinations, FleetGroups, FleetTrends } from "@berth/shared/contract/trends.ts";
import { beforeEach, describe, expect, test } from "vitest";
import type { InteractiveDatabase } from "../../db/connect/database.ts";
import { jobStore } from "../../db/stores/job-store.ts";
import { runJobs } from "../../jobs/scheduled-jobs.ts";
import { sampleSnapshot, sampleTuple } from "../../testing/sample-snapshot.ts";
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

const read = async <T>(path: string) => (await (await tenant.get(path)).json()) as T;
const MINUTE_MS = 60_000;

/** Three hosts that reported 10 to 4 minutes ago, all of it rolled up. */
async function threeHosts() {
  const uses = [2_823, 17_000, 25_000];
  for (const [at, used] of uses.entries()) {
    const agent = await tenant.enrol(`app-${at}`);
    const tuples = [sampleTuple(used), sampleTuple(100, 443)];
    const ago = (seconds: number) => sampleSnapshot(app.clock.nowMs - seconds * 1_000, { tuples });
    await agent.push(ago(240), ago(250), sampleSnapshot(app.clock.nowMs - 10 * MINUTE_MS));
  }
  app.clock.nowMs += 2 * MINUTE_MS;
  await runJobs({ ...app.dependencies, jobs: jobStore(db) });
  expect(app.logged).toEqual([]);
}

describe("fleet trends", () => {
  test("are percentiles over hosts, in steps of the clock, with nulls where nobody reported", async () => {
    await threeHosts();
    const trends = await read<FleetTrends>("/v1/fleet/trends?from=2026-11-24T11:45:00Z&to=2026-11-24T12:02:00Z");
    expect(trends).toMatchObject({ group: null, from: "2026-11-24T11:45:00.000Z", to: "2026-11-24T12:05:00.000Z", stepSeconds: 300 });
    expect(trends.hosts).toEqual([null, 3, 3, null]);
    expect(trends.enrolled).toEqual([null, 3, 3, null]);
    expect(trends.usedRatio.p50).toEqual([null, 0.004, 0.603, null]);
    expect(trends.usedRatio.max).toEqual([null, 0.004, 0.886, null]);
    expect(trends.hostsOver).toEqual({ half: [null, 0, 2, null], sixty: [null, 0, 2, null], eighty: [null, 0, 1, null] });
    expect(trends.closesPerSecond).toEqual([null, 10.5, 21, null]);
    expect(trends.verdicts.fail).toEqual([null, 0, 1, null]);
    expect(trends.checks.find(({ id }) => id === "eph-dest")?.fail).toEqual([null, 0, 1, null]);
  });

  test("of hosts that cannot read their sockets are unknown, not nothing", async () => {
    const agent = await tenant.enrol();
    const gaps = [{ part: "tcp" as const, reason: "denied" as const, namespaceId: null, hint: "" }];
    await agent.push({ ...sampleSnapshot(app.clock.nowMs - 10 * MINUTE_MS, { tuples: [] }), gaps });
    await runJobs({ ...app.dependencies, jobs: jobStore(db) });
    const trends = await read<FleetTrends>("/v1/fleet/trends?from=2026-11-24T11:50:00Z&to=2026-11-24T11:55:00Z");
    expect(trends).toMatchObject({ hosts: [1], measured: [0], closesPerSecond: [null], usedRatio: { p50: [null], max: [null] } });
  });

  test("of a group are those of its hosts", async () => {
    await threeHosts();
    expect(await read<FleetGroups>("/v1/fleet/groups")).toEqual({ data: [{ label: "role", value: "web", hosts: 3 }] });
    const ofGroup = await read<FleetTrends>("/v1/fleet/trends?group=role:web");
    expect(ofGroup).toMatchObject({ group: { label: "role", value: "web" } });
    expect(ofGroup.hosts.filter((hosts) => hosts === 3)).toHaveLength(2);
    expect((await tenant.get("/v1/fleet/trends?group=role:db")).status).toBe(400);
    expect((await tenant.get("/v1/fleet/trends?group=nocolon")).status).toBe(400);
  });

  test("are hours over a period too long for five minutes, and closed hours only", async () => {
    await threeHosts();
    app.clock.nowMs += 60 * MINUTE_MS;
    await runJobs({ ...app.dependencies, jobs: jobStore(db) });
    const trends = await read<FleetTrends>("/v1/fleet/trends?from=2026-11-04T00:00:00Z");
    expect(trends.stepSeconds).toBe(3_600);
    expect(trends.usedRatio.max.filter((ratio) => ratio !== null)).toEqual([0.886]);
  });

  test.each(["from=2026-11-25T00:00:00Z", "from=2024-01-01T00:00:00Z", "step=60", "from=yesterday"])("refuse %s", async (query) => {
    expect((await tenant.get(`/v1/fleet/trends?${query}`)).status).toBe(400);
  });

  test("of one organization know nothing of another's", async () => {
    await threeHosts();
    const other = await foundTenant(db, app);
    const trends = (await (await other.get("/v1/fleet/trends")).json()) as FleetTrends;
    expect(trends.hosts.every((hosts) => hosts === null)).toBe(true);
    expect((await other.get("/v1/fleet/trends?group=role:web")).status).toBe(400);
  });
});

describe("destinations", () => {
  test("are counted over all hosts, the tightest first", async () => {
    await threeHosts();
    const { data } = await read<Destinations>("/v1/destinations");
    expect(data).toEqual([
      {
        address: "10.4.7.21",
        port: 6379,
        hosts: 3,
        closesPerSecond: 10.5,
        usedPorts: 44_823,
        worstUsedRatio: 0.886,
        lastSeen: "2026-11-24T11:55:00.000Z",
      },
      {
        address: "10.4.7.21",
        port: 443,
        hosts: 3,
        closesPerSecond: 10.5,
        usedPorts: 300,
        worstUsedRatio: 0.004,
        lastSeen: "2026-11-24T11:55:00.000Z",
      },
    ]);
    expect((await tenant.get("/v1/destinations?from=2026-11-01T00:00:00Z")).status).toBe(400);
  });
});
