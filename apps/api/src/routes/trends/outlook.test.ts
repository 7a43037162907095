import type { Drift, Forecasts } from "@berth/shared/contract/trends.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { asJobs, type InteractiveDatabase } from "../../db/connect/database.ts";
import { hostHour, rollupDue } from "../../db/schema/rollups.ts";
import { jobStore } from "../../db/stores/job-store.ts";
import { runJobs } from "../../jobs/scheduled-jobs.ts";
import { sampleSnapshot } from "../../testing/sample-snapshot.ts";
import { foundTenant, type Tenant, type TestApp, testApp } from "../../testing/test-app.ts";
import { useDatabase } from "../../testing/test-database.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
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

/** Four weeks of hours until now, and forecasts that are due. */
async function hoursOf(hostname: string, permilleAt: (day: number, hour: number) => number) {
  const { hostId } = await tenant.enrol(hostname);
  const id = (await tenant.stores.hosts.find(hostId))?.id ?? 0;
  const { organizationId } = tenant;
  const untilMs = Math.floor(app.clock.nowMs / HOUR_MS) * HOUR_MS;
  const rows = Array.from({ length: 28 * 24 }, (_, at) => {
    const fromMs = untilMs - (28 * 24 - at) * HOUR_MS;
    const used = Math.round(permilleAt(at / 24, at % 24));
    return { organizationId, hostId: id, fromMs, samples: 360, usedMax: used, usedMean: used, failures: 0, severity: 1 };
  });
  for (let day = 0; day < 28; day += 1)
    await asJobs(db, (queries) => [queries.select({ done: sql`1` }).from(sql`berth.ensure_partitions(${untilMs - day * DAY_MS}::bigint)`)]);
  await asJobs(db, (queries) => [
    queries.insert(hostHour).values(rows),
    queries
      .insert(rollupDue)
      .values({ organizationId, kind: "forecast", fromMs: untilMs - HOUR_MS })
      .onConflictDoNothing(),
  ]);
}

describe("forecasts", () => {
  test("name the day on which a growing host reaches each line, the soonest host first", async () => {
    await hoursOf("flat", (_, hour) => 150 + 50 * Math.sin((hour / 24) * 2 * Math.PI));
    await hoursOf("growing", (day, hour) => 200 + 10 * day + 20 * Math.sin((hour / 24) * 2 * Math.PI));
    await hoursOf("full", () => 900);
    await runJobs({ ...app.dependencies, jobs: jobStore(db) });
    expect(app.logged).toEqual([]);
    const { madeAt, data } = await read<Forecasts>("/v1/forecasts");
    expect(Date.parse(madeAt ?? "")).toBe(app.clock.nowMs);
    expect(data.map(({ subject }) => subject.kind === "host" && subject.hostname)).toEqual(["full", "growing", "flat"]);
    const [full, growing, flat] = data;
    expect(full).toMatchObject({ eighty: { kind: "crossed" }, usedRatio: 0.9 });
    expect(flat).toMatchObject({ sixty: { kind: "never" }, historyDays: 28 });
    // 480 of 1000 now, with 20 at the hour of its peak, and 10 more each day: 600 is ten days ahead.
    const sixty = growing?.sixty;
    expect(sixty?.kind).toBe("at");
    if (sixty?.kind !== "at") return;
    const daysUntil = (moment: string) => (Date.parse(moment) - app.clock.nowMs) / DAY_MS;
    expect(daysUntil(sixty.low)).toBeGreaterThan(6);
    expect(daysUntil(sixty.best)).toBeGreaterThan(8);
    expect(daysUntil(sixty.best)).toBeLessThan(13);
    expect(growing?.growthPerDay).toBeCloseTo(0.01, 3);
  });

  test("are none before there is history, and of one's own organization only", async () => {
    expect(await read<Forecasts>("/v1/forecasts")).toMatchObject({ madeAt: null, data: [] });
    await hoursOf("growing", (day) => 200 + 10 * day);
    await runJobs({ ...app.dependencies, jobs: jobStore(db) });
    const other = await foundTenant(db, app);
    expect(((await (await other.get("/v1/forecasts")).json()) as Forecasts).data).toEqual([]);
  });
});

describe("drift", () => {
  const withRange = (snapshot: Snapshot, low: number, high: number): Snapshot => ({
    ...snapshot,
    namespaces: snapshot.namespaces.map((namespace) => ({ ...namespace, range: { low, high } })),
  });

  test("names the host that differs, and since when it has done so without a break", async () => {
    const { nowMs } = app.clock;
    for (const hostname of ["app-1", "app-2"]) await (await tenant.enrol(hostname)).push(sampleSnapshot(nowMs, { hostname }));
    const odd = await tenant.enrol("app-3");
    const at = (agoSeconds: number) => sampleSnapshot(nowMs - agoSeconds * 1_000, { hostname: "app-3" });
    await odd.push(at(50), withRange(at(40), 15_000, 64_999), at(30), withRange(at(20), 15_000, 64_999), withRange(at(10), 15_000, 64_999));
    const drift = await read<Drift>("/v1/drift");
    expect(drift).toEqual({
      group: null,
      hosts: 3,
      data: [
        {
          setting: "net.ipv4.ip_local_port_range",
          majority: { value: "32768 60999", hosts: 2 },
          differing: [{ id: odd.hostId, hostname: "app-3", value: "15000 64999", since: new Date(nowMs - 20_000).toISOString() }],
          unknownHosts: 0,
        },
      ],
    });
    expect((await read<Drift>("/v1/drift?group=role:web")).hosts).toBe(3);
    expect((await tenant.get("/v1/drift?group=role:db")).status).toBe(400);
  });

  test("is none under three hosts", async () => {
    await (await tenant.enrol("app-1")).push(sampleSnapshot(app.clock.nowMs));
    expect(await read<Drift>("/v1/drift")).toEqual({ group: null, hosts: 1, data: [] });
  });
});
