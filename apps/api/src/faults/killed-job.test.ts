import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import type { Client } from "pg";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { InteractiveDatabase } from "../db/connect/database.ts";
import { jobStore } from "../db/stores/job-store.ts";
import { secretDoors } from "../db/stores/secret-doors.ts";
import { hashSecret } from "../services/access/secret.ts";
import { frameOf } from "../testing/frame-of.ts";
import { fleetRows, hostRows, hourRows, recount, recountFleet, recountHours, take } from "../testing/recount.ts";
import { connectSuperuser } from "../testing/superuser.ts";
import { foundTenant, type Tenant, testApp } from "../testing/test-app.ts";
import { useDatabase } from "../testing/test-database.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const HOSTS = 3;
const SPAN_MS = 2 * HOUR_MS;

const database = useDatabase();
let db: InteractiveDatabase;
let superuser: Client;
let nextStartMs = Date.parse("2026-11-24T10:00:00Z");
let tenant: Tenant;
let startMs: number;
let sent: Snapshot[][];

beforeEach(async (ctx) => {
  db = await database(ctx);
  superuser ??= await connectSuperuser(db);
  tenant = await foundTenant(db, testApp(db));
  startMs = nextStartMs;
  nextStartMs += 14 * DAY_MS;
  sent = [];
  for (let host = 0; host < HOSTS; host++) sent.push(await pushes(host));
});

afterAll(() => superuser?.end());

/** A sample every twenty seconds, in frames of six. */
async function pushes(host: number): Promise<Snapshot[]> {
  const hash = await hashSecret((await tenant.enrol(`app-${host}`)).credential);
  const samples = Array.from({ length: SPAN_MS / 20_000 }, (_, at) =>
    take(startMs + at * 20_000 + host, (at * 97 + host * 5_000) % 28_000, at * (host + 1)),
  );
  for (let at = 0; at < samples.length; at += 6) {
    const frame = samples.slice(at, at + 6) as [Snapshot, ...Snapshot[]];
    await secretDoors(db).ingest(hash, startMs + (at + 6) * 20_000, frameOf(...frame));
  }
  return samples;
}

/** Runs `job` until it wants to write to `table`, and takes its connection away there. */
async function killAt(table: string, job: () => Promise<unknown>): Promise<void> {
  await superuser.query("begin");
  try {
    await superuser.query(`lock table berth.${table} in share mode`);
    const died = expect(job()).rejects.toMatchObject({ cause: { code: "57P01" } });
    const waiting = `select pid from pg_locks where not granted and relation = 'berth.${table}'::regclass`;
    await expect.poll(async () => (await superuser.query(waiting)).rowCount, { interval: 5, timeout: 20_000 }).toBe(1);
    await superuser.query(`select pg_terminate_backend(pid) from (${waiting}) as job`);
    await died;
  } finally {
    await superuser.query("rollback");
  }
}

const watermarks = async () =>
  (await superuser.query("select name, until_ms from berth.rollup_watermark where name <> 'closing' order by name")).rows;
const rollUp = () => jobStore(db).rollUp(startMs + SPAN_MS + 10 * MINUTE_MS, 500);
const tend = () => jobStore(db).tend(startMs + 3 * DAY_MS);

async function expectARecount(): Promise<void> {
  const expected = sent.flatMap((samples, at) => recount(at + 1, samples));
  const { organizationId } = tenant;
  expect(await hostRows(db, organizationId)).toEqual(expected);
  expect(await fleetRows(db, organizationId)).toEqual(recountFleet(expected));
  expect(await hourRows(db, organizationId)).toEqual(recountHours(expected));
}

describe("a rollup that is killed", () => {
  test.each(["fleet_5m", "rollup_dirty", "host_1h", "rollup_due"])(
    "at %s is made by the next worker as if nothing had been",
    async (table) => {
      const before = await watermarks();
      await killAt(table, rollUp);
      expect(await watermarks(), "nothing counts as made that is not").toEqual(before);
      expect(await hostRows(db, tenant.organizationId)).toEqual([]);
      const [made, other] = await Promise.all([rollUp(), rollUp()]);
      expect((made ?? 0) + (other ?? 0)).toBeGreaterThan(0);
      await expectARecount();
      expect(await watermarks()).toContainEqual({ name: "5m", until_ms: String(startMs + SPAN_MS + 5 * MINUTE_MS) });
    },
  );
});

describe("packing that is killed", () => {
  test.each(["host_day", "fleet_5m"])("at %s loses no bucket and is done by the next worker", async (table) => {
    await rollUp();
    await jobStore(db).tend(startMs + SPAN_MS);
    // Another sample, two days on, brings the hours that far.
    const latest = take(startMs + 2 * DAY_MS, 100, 0);
    await secretDoors(db).ingest(await hashSecret((await tenant.enrol("later")).credential), latest.capturedAtMs, frameOf(latest));
    while (((await jobStore(db).rollUp(startMs + 2 * DAY_MS + HOUR_MS, 1_000)) ?? 0) > 0);
    const packed = async () =>
      Number(
        (await superuser.query("select count(*) from berth.host_day where organization_id = $1", [tenant.organizationId])).rows[0].count,
      );
    const series = async () => {
      const { rows } = await superuser.query<{ id: number }>("select id from berth.host where organization_id = $1 order by id", [
        tenant.organizationId,
      ]);
      return Promise.all(rows.map(({ id }) => tenant.stores.series.buckets(id, startMs, startMs + DAY_MS, "5m")));
    };
    const [before, told] = [await watermarks(), await series()];
    expect(told.slice(0, HOSTS).map((buckets) => buckets.length)).toEqual([24, 24, 24]);

    await killAt(table, tend);
    expect(await watermarks()).toEqual(before);
    expect(await packed()).toBe(0);
    expect(await series()).toEqual(told);

    await tend();
    expect(await packed()).toBe(HOSTS);
    expect(await hostRows(db, tenant.organizationId), "its day's rows are let go of").toHaveLength(1);
    expect(await series()).toEqual(told);
  });
});
