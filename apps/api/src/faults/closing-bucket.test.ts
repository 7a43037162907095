import { sql } from "drizzle-orm";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { InteractiveDatabase } from "../db/connect/database.ts";
import { jobStore } from "../db/stores/job-store.ts";
import { secretDoors } from "../db/stores/secret-doors.ts";
import { hashSecret } from "../services/access/secret.ts";
import { frameOf } from "../testing/frame-of.ts";
import { hostRows, take } from "../testing/recount.ts";
import { connectSuperuser } from "../testing/superuser.ts";
import { foundTenant, testApp } from "../testing/test-app.ts";
import { useDatabase } from "../testing/test-database.ts";

const START = Date.parse("2026-11-24T10:00:00Z");
const database = useDatabase();
let db: InteractiveDatabase;
let superuser: Awaited<ReturnType<typeof connectSuperuser>>;

beforeEach(async (ctx) => {
  db = await database(ctx);
  superuser ??= await connectSuperuser(db);
});

afterAll(() => superuser?.end());

test("a bucket is not made while a sample of it is on its way, through a server whose clock is two minutes behind", async () => {
  const tenant = await foundTenant(db, testApp(db));
  const hash = hashSecret((await tenant.enrol()).credential);
  const nowMs = START + 365_000;
  const [stored, mayCommit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const push = db.transaction(sql`select 1`, async (queries) => {
    await secretDoors({ ...db, queries }).ingest(hash, nowMs - 120_000, frameOf(take(START + 290_000, 100, 0)));
    stored.resolve();
    await mayCommit.promise;
  });
  await stored.promise;
  const made = jobStore(db).rollUp(nowMs, 10);
  const waiting = "select 1 from pg_locks where locktype = 'advisory' and not granted";
  await expect.poll(async () => (await superuser.query(waiting)).rowCount, { interval: 5, timeout: 20_000 }).toBe(1);
  mayCommit.resolve();
  await push;
  expect(await made).toBeGreaterThan(0);
  expect(await hostRows(db, tenant.organizationId)).toMatchObject([{ fromMs: START, samples: 1 }]);
});

test("what comes after a bucket is closed marks it, whatever time its server thinks it is", async () => {
  const tenant = await foundTenant(db, testApp(db));
  const hash = hashSecret((await tenant.enrol()).credential);
  const nowMs = START + 24 * 3_600_000;
  await secretDoors(db).ingest(hash, nowMs, frameOf(take(nowMs - 400_000, 100, 0)));
  while (((await jobStore(db).rollUp(nowMs, 1_000)) ?? 0) > 0);
  await secretDoors(db).ingest(hash, nowMs - 300_000, frameOf(take(nowMs - 390_000, 200, 0)));
  expect(await jobStore(db).rollUp(nowMs, 10)).toBeGreaterThan(0);
  expect(await hostRows(db, tenant.organizationId)).toMatchObject([{ samples: 2 }]);
});
