import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asJobs, readOrg } from "../../../apps/api/src/db/connect/database.ts";
import { type EmbeddedDatabase, openPglite } from "../../../apps/api/src/db/connect/pglite.ts";
import { createStores } from "../../../apps/api/src/db/stores/stores.ts";
import { DAY_MS, HOUR_MS } from "../durations.ts";
import { loadFleet } from "./load-fleet.ts";

const NOW_MS = Date.parse("2026-11-24T12:41:30Z");
const HOSTS = 130;
let db: EmbeddedDatabase;
let fleet: Awaited<ReturnType<typeof loadFleet>>;

beforeAll(async () => {
  db = await openPglite();
  await db.migrate();
  fleet = await loadFleet(db, { hosts: HOSTS, days: 10, seed: 3, organization: "Load", rawHours: 0.1, nowMs: NOW_MS, say: () => {} });
}, 120_000);
afterAll(() => db.close());

type Row = Record<string, unknown>;
const rowsOf = async (from: string): Promise<Row[]> => {
  const [rows] = await readOrg(db, fleet.organizationId, (queries) => [
    queries.select({ row: sql<Row>`to_jsonb(t)` }).from(sql`(select * from ${sql.raw(from)}) t`),
  ]);
  return rows.map(({ row }) => row);
};
const asJob = (statement: string) => asJobs(db, (queries) => [queries.select({ done: sql`1` }).from(sql.raw(statement))]);
const ordered = "order by group_id, from_ms";

describe("a loaded fleet", () => {
  it("has the fleet rollups that the database itself would make of its hosts", async () => {
    const fiveMinutes = `berth.fleet_5m where from_ms >= ${fleet.endMs - 12 * HOUR_MS} ${ordered}`;
    const hours = `berth.fleet_1h where from_ms >= ${fleet.endMs - 24 * HOUR_MS} ${ordered}`;
    const [loadedBuckets, loadedHours] = [await rowsOf(fiveMinutes), await rowsOf(hours)];
    for (let fromMs = fleet.endMs - 12 * HOUR_MS; fromMs < fleet.endMs; fromMs += 300_000)
      await asJob(`berth.roll_up_fleet('host_5m', 'fleet_5m', ${fromMs}, 300000, ${fleet.organizationId})`);
    for (const { from_ms } of loadedHours) await asJob(`berth.roll_up_hour(${from_ms}, ${fleet.organizationId})`);
    expect(loadedBuckets.length).toBeGreaterThan(144 * 10);
    expect(loadedBuckets.some(({ histogram }) => histogram !== null)).toBe(true);
    expect(await rowsOf(fiveMinutes)).toEqual(loadedBuckets);
    expect(await rowsOf(hours)).toEqual(loadedHours);
  });

  it("has the hours that the database itself would make of five minutes", async () => {
    const today = `berth.host_1h where from_ms >= ${Math.floor(fleet.endMs / DAY_MS) * DAY_MS} order by host_id, from_ms`;
    const loaded = await rowsOf(today);
    for (const fromMs of new Set(loaded.map(({ from_ms }) => from_ms)))
      await asJob(`berth.roll_up_hour(${fromMs}, ${fleet.organizationId})`);
    expect(loaded.length).toBeGreaterThan(HOSTS * 11);
    expect(await rowsOf(today)).toEqual(loaded);
  });

  it("shows every host over all of its time", async () => {
    const { series } = createStores(db, fleet.organizationId);
    const fromMs = fleet.endMs - 10 * DAY_MS;
    const quiet = fleet.hostIds[0]!;
    const buckets = await series.buckets(quiet, fromMs, fleet.endMs, "5m");
    expect(buckets.length).toBeGreaterThan(2_700);
    expect(new Set(buckets.map((bucket) => bucket.fromMs)).size).toBe(buckets.length);
    expect(buckets.at(-1)?.fromMs).toBe(fleet.endMs - 300_000);
    expect((await series.buckets(quiet, fromMs, fleet.endMs, "1h")).length).toBeGreaterThan(220);
    expect(
      (await series.raw(quiet, fleet.endMs - 360_000, fleet.endMs, 10_000)).filter(({ usedPermille }) => usedPermille !== null).length,
    ).toBeGreaterThan(30);
  });

  it("is judged, has its newest snapshot whole, and its destinations", async () => {
    const { hosts, destinations, fleet: store } = createStores(db, fleet.organizationId);
    const found = await hosts.find(fleet.publicIds[1]!);
    expect(found?.judgement?.verdict.status).toBeTypeOf("string");
    expect(found?.body?.host.hostname).toBe(fleet.model.hosts[1]!.hostname);
    expect((await destinations.top(fleet.endMs - HOUR_MS, fleet.endMs, 20)).length).toBe(20);
    const { summary } = await store.page({ asOfMs: fleet.endMs, missedSamplesMax: 2 }, 10, null);
    expect(summary.hosts).toBe(HOSTS);
    expect(summary.live + summary.stale).toBe(HOSTS);
  });

  it("is where the jobs go on from", async () => {
    const { jobStore } = await import("../../../apps/api/src/db/stores/job-store.ts");
    const before = await rowsOf(`berth.fleet_5m ${ordered}`);
    await jobStore(db).rollUp(NOW_MS + HOUR_MS, 50);
    await jobStore(db).tend(NOW_MS + HOUR_MS);
    expect(await rowsOf(`berth.fleet_5m ${ordered}`)).toEqual(before);
    expect(await rowsOf(`berth.fleet_1h where group_id = 0 and from_ms = ${Date.parse("2026-11-24T12:00:00Z")}`)).toHaveLength(1);
  });
});
