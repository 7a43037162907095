import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { asc, sql } from "drizzle-orm";
import { Client } from "pg";
import { expect, onTestFinished, test } from "vitest";
import { readOrg } from "../db/connect/database.ts";
import { openPostgres } from "../db/connect/postgres.ts";
import { hostFiveMinutes } from "../db/schema/rollups.ts";
import { snapshot } from "../db/schema/snapshots.ts";
import { jobStore } from "../db/stores/job-store.ts";
import { runJobs } from "../jobs/scheduled-jobs.ts";
import { POSTGRES_UID, startPostgres } from "../testing/postgres-server.ts";
import { sampleSnapshot, sampleTuple } from "../testing/sample-snapshot.ts";
import { mountSmallDisk, type SmallDisk } from "../testing/small-disk.ts";
import { foundTenant, testApp } from "../testing/test-app.ts";

const DISK_MEGABYTES = 64;
const PUSHES_MAX = 2_000;

/** A migrated database whose tables lie on `disk`; its write-ahead log does not. */
async function openOn(disk: SmallDisk) {
  const server = await startPostgres();
  onTestFinished(() => server.stop());
  const admin = new Client({ connectionString: server.url("postgres") });
  await admin.connect();
  await admin.query("create role berth_owner login createrole");
  await admin.query(`create tablespace small location '${disk.folder}'`);
  await admin.query("create database berth owner berth_owner tablespace small");
  await admin.end();
  const db = openPostgres(server.url("berth", "berth_owner"), () => {});
  onTestFinished(() => db.close());
  await db.migrate();
  return db;
}

/** Hard to pack, so that few of them fill a page. */
const bulky = (capturedAtMs: number): Snapshot =>
  sampleSnapshot(capturedAtMs, {
    tuples: Array.from({ length: 60 }, (_, at) =>
      sampleTuple(Math.floor((Math.abs(Math.sin(capturedAtMs + at)) * 1e6) % 14_000), 1_000 + at),
    ),
  });

test("a full disk refuses samples for a while, and loses none that it acknowledged", async (ctx) => {
  const disk = await mountSmallDisk(DISK_MEGABYTES, POSTGRES_UID).catch((error: unknown) => String(error));
  if (typeof disk === "string") return ctx.skip(`no file system can be mounted here: ${disk.slice(0, 200)}`);
  onTestFinished(() => disk.remove());
  const db = await openOn(disk);
  const app = testApp(db);
  const tenant = await foundTenant(db, app);
  const agent = await tenant.enrol();
  const acknowledged: number[] = [];
  const push = async (sample: Snapshot): Promise<Response> => {
    const answer = await agent.push(sample);
    if (answer.status === 201) acknowledged.push(sample.capturedAtMs);
    return answer;
  };
  expect((await push(bulky(app.clock.nowMs))).status).toBe(201);

  await disk.fill();
  let sample = bulky(app.clock.nowMs);
  let answer = new Response();
  for (let pushes = 0; pushes < PUSHES_MAX && answer.status < 500; pushes++) {
    app.clock.nowMs += 1_000;
    sample = bulky(app.clock.nowMs);
    answer = await push(sample);
  }
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("5");
  expect(await answer.json()).toMatchObject({ type: "/docs/problems/database-unavailable" });
  expect(app.logged.map(({ fields }) => fields.code)).toContain("53100");
  expect((await tenant.get("/v1/fleet")).status, "what is there can be read").toBe(200);

  await disk.free();
  expect((await push(sample)).status, "nothing of it was kept").toBe(201);
  app.logged.length = 0;
  app.clock.nowMs += 600_000;
  await runJobs({ ...app.dependencies, jobs: jobStore(db) });
  expect(app.logged).toEqual([]);
  const [kept, [counted]] = await readOrg(db, tenant.organizationId, (queries) => [
    queries.select({ capturedAtMs: snapshot.capturedAtMs }).from(snapshot).orderBy(asc(snapshot.capturedAtMs)),
    queries.select({ samples: sql`sum(${hostFiveMinutes.samples})`.mapWith(Number) }).from(hostFiveMinutes),
  ]);
  expect(kept.map(({ capturedAtMs }) => capturedAtMs)).toEqual(acknowledged);
  expect(counted?.samples).toBe(acknowledged.length);
});
