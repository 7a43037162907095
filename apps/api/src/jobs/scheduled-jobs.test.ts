import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { type InteractiveDatabase, readOrg } from "../db/connect/database.ts";
import { enrolmentToken } from "../db/schema/hosts.ts";
import { session, signInToken } from "../db/schema/organizations.ts";
import { snapshot } from "../db/schema/snapshots.ts";
import { jobStore } from "../db/stores/job-store.ts";
import { secretDoors } from "../db/stores/secret-doors.ts";
import { hashSecret } from "../services/access/secret.ts";
import { frameOf } from "../testing/frame-of.ts";
import { sampleSnapshot } from "../testing/sample-snapshot.ts";
import { foundTenant, type Tenant, type TestApp, testApp } from "../testing/test-app.ts";
import { useDatabase } from "../testing/test-database.ts";
import { runJobs } from "./scheduled-jobs.ts";

const HOUR_MS = 3600_000;
const database = useDatabase();
let db: InteractiveDatabase;
let app: TestApp;
let tenant: Tenant;

beforeEach(async (ctx) => {
  db = await database(ctx);
  app = testApp(db);
  tenant = await foundTenant(db, app);
});

const run = () => runJobs({ ...app.dependencies, jobs: jobStore(db) });

const countOf = async (table: typeof snapshot | typeof session | typeof signInToken | typeof enrolmentToken) => {
  const [[row]] = await readOrg(db, tenant.organizationId, (queries) => [
    queries.select({ rows: sql`count(*)`.mapWith(Number) }).from(table),
  ]);
  return row?.rows;
};

/** A host whose one snapshot was taken in by a process that did not live to judge it. */
async function enrolUnjudged(hostname?: string) {
  const agent = await tenant.enrol(hostname);
  const body = sampleSnapshot(app.clock.nowMs, { used: 25_000 });
  await secretDoors(db).ingest(hashSecret(agent.credential), app.clock.nowMs, frameOf(body));
  return agent;
}

const verdictOf = async (hostId: string) => (await tenant.stores.hosts.find(hostId))?.judgement?.verdict.status;

describe("the jobs", () => {
  test("let raw snapshots go after 48 hours, and not before", async () => {
    const { push } = await tenant.enrol();
    await push(sampleSnapshot(app.clock.nowMs - 1), sampleSnapshot(app.clock.nowMs));
    app.clock.nowMs += 48 * HOUR_MS;
    await run();
    expect(await countOf(snapshot)).toBe(1);
    await run();
    expect(await countOf(snapshot)).toBe(1);
  });

  test("let secrets go when they have expired", async () => {
    await tenant.newEnrolmentToken();
    app.clock.nowMs += HOUR_MS - 1;
    await run();
    expect([await countOf(enrolmentToken), await countOf(signInToken), await countOf(session)]).toEqual([1, 1, 1]);
    app.clock.nowMs += 31 * 24 * HOUR_MS;
    await run();
    expect([await countOf(enrolmentToken), await countOf(signInToken), await countOf(session)]).toEqual([0, 0, 0]);
  });

  test("judge what was taken in and never judged", async () => {
    const { hostId } = await enrolUnjudged();
    await run();
    expect(await verdictOf(hostId), "its own process may still be at it").toBeUndefined();
    app.clock.nowMs += 31_000;
    await Promise.all([run(), run()]);
    expect(await verdictOf(hostId)).toBe("fail");
    expect(app.logged).toEqual([]);
  });

  test("judge every host that can be, whichever cannot", async () => {
    const hosts = [await enrolUnjudged("app-1"), await enrolUnjudged("app-2"), await enrolUnjudged("app-3")];
    const broken = (await tenant.stores.hosts.find(hosts[0]?.hostId ?? ""))?.id;
    const storesOf = (organizationId: number) => {
      const stores = app.dependencies.storesOf(organizationId);
      const pending: typeof stores.judgements.pending = async (hostId) => {
        if (hostId === broken) throw new Error("cannot be judged");
        return stores.judgements.pending(hostId);
      };
      return { ...stores, judgements: { ...stores.judgements, pending } };
    };
    app.clock.nowMs += 31_000;
    await runJobs({ ...app.dependencies, storesOf, jobs: jobStore(db) });
    expect(await Promise.all(hosts.map(({ hostId }) => verdictOf(hostId)))).toEqual([undefined, "fail", "fail"]);
    expect(app.logged).toMatchObject([{ event: "judgement-failed", fields: { hostId: broken, message: "cannot be judged" } }]);
  });

  test("do not keep each other from running", async () => {
    const jobs = { ...jobStore(db), tend: () => Promise.reject(new Error("no disk")) };
    app.clock.nowMs += 31 * 24 * HOUR_MS;
    await runJobs({ ...app.dependencies, jobs });
    expect(app.logged).toMatchObject([{ event: "job-failed", fields: { job: "tend", message: "no disk" } }]);
    expect(await countOf(session)).toBe(0);
  });
});
