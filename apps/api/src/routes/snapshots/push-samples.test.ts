import type { FleetPage, HostSnapshot, HostView } from "@berth/shared/contract/reads.ts";
import { hashSetup, splitSnapshot } from "@berth/shared/domain/host/setup.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { type InteractiveDatabase, readOrg } from "../../db/connect/database.ts";
import { hostSetup } from "../../db/schema/snapshots.ts";
import { SetupCache } from "../../services/snapshots/setup-cache.ts";
import { sampleSnapshot } from "../../testing/sample-snapshot.ts";
import { foundTenant, type Tenant, type TestApp, testApp } from "../../testing/test-app.ts";
import { useDatabase } from "../../testing/test-database.ts";

const database = useDatabase();
let db: InteractiveDatabase;
let app: TestApp;
let tenant: Tenant;
let agent: Awaited<ReturnType<Tenant["enrol"]>>;
let nowMs: number;

beforeEach(async (ctx) => {
  db = await database(ctx);
  app = testApp(db);
  tenant = await foundTenant(db, app);
  agent = await tenant.enrol();
  nowMs = app.clock.nowMs;
});

interface Answer {
  isNew: boolean;
  isWatched: boolean;
  needsSetup: boolean;
}

/** What an agent sends: a sample, and its setup only where it is said to. */
async function push(snapshot: Snapshot, withSetup: boolean): Promise<Answer> {
  const { sample, setup } = splitSnapshot(snapshot);
  const response = await agent.pushBody(JSON.stringify({ ...sample, setupHash: hashSetup(setup), ...(withSetup && { setup }) }));
  expect([200, 201]).toContain(response.status);
  await app.background.settle();
  return (await response.json()) as Answer;
}

const widened = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  namespaces: snapshot.namespaces.map((namespace) => ({ ...namespace, range: { low: 15_000, high: 64_999 } })),
});

const stored = async () => ((await (await tenant.get(`/v1/hosts/${agent.hostId}/snapshot`)).json()) as HostSnapshot).snapshot;

const setupsOf = async () => {
  const host = await tenant.stores.hosts.find(agent.hostId);
  const [rows] = await readOrg(db, tenant.organizationId, (queries) => [
    queries
      .select({ sinceMs: hostSetup.sinceMs, hash: hostSetup.hash })
      .from(hostSetup)
      .where(eq(hostSetup.hostId, host?.id ?? 0))
      .orderBy(asc(hostSetup.sinceMs)),
  ]);
  return rows;
};

describe("a sample that names its setup", () => {
  test("is stored whole and judged when the setup comes along", async () => {
    const snapshot = sampleSnapshot(nowMs, { used: 25_000 });
    expect(await push(snapshot, true)).toMatchObject({ isNew: true, needsSetup: false });
    expect(await stored()).toEqual(snapshot);
    expect((await (await tenant.get(`/v1/hosts/${agent.hostId}`)).json()) as HostView).toMatchObject({ verdict: { status: "fail" } });
  });

  test("is whole by the setup that came before, also in a process that has not seen it", async () => {
    await push(sampleSnapshot(nowMs - 10_000), true);
    app.dependencies.setups = new SetupCache();
    expect(await push(sampleSnapshot(nowMs), false)).toMatchObject({ needsSetup: false });
    expect(await stored()).toEqual(sampleSnapshot(nowMs));
    expect((await tenant.stores.hosts.find(agent.hostId))?.judgedCapturedAtMs).toBe(nowMs);
  });

  test("is kept, and its setup asked for, where nobody told it; then it is whole", async () => {
    expect(await push(sampleSnapshot(nowMs - 10_000), false)).toMatchObject({ isNew: true, needsSetup: true });
    expect(await stored()).toBeNull();
    expect(await push(sampleSnapshot(nowMs), false)).toMatchObject({ needsSetup: true });
    expect(await push(sampleSnapshot(nowMs + 10_000), true)).toMatchObject({ needsSetup: false });
    expect(await stored()).toEqual(sampleSnapshot(nowMs + 10_000));
  });

  test("leaves one row for each change of it, also for one that comes back", async () => {
    const [a, b] = [sampleSnapshot(nowMs), widened(sampleSnapshot(nowMs))].map((each) => hashSetup(splitSnapshot(each).setup));
    await push(sampleSnapshot(nowMs - 50_000), true);
    await push(sampleSnapshot(nowMs - 40_000), true);
    await push(widened(sampleSnapshot(nowMs - 30_000)), true);
    await push(widened(sampleSnapshot(nowMs - 20_000)), false);
    await push(sampleSnapshot(nowMs - 10_000), false);
    expect(await setupsOf()).toEqual([
      { sinceMs: nowMs - 50_000, hash: a },
      { sinceMs: nowMs - 30_000, hash: b },
      { sinceMs: nowMs - 10_000, hash: a },
    ]);
    expect((await stored())?.namespaces[0]?.range).toEqual({ low: 32_768, high: 60_999 });
  });

  test("puts the host into the groups of the labels that it has now", async () => {
    const labelled = (atMs: number, labels: Record<string, string>) => {
      const snapshot = sampleSnapshot(atMs);
      return { ...snapshot, host: { ...snapshot.host, labels } };
    };
    await push(labelled(nowMs - 20_000, { zone: "eu-1" }), true);
    await push(labelled(nowMs - 10_000, { zone: "eu-2" }), true);
    await push(labelled(nowMs - 60_000, { zone: "eu-0" }), true);
    expect(await tenant.stores.trends.groups()).toEqual([{ label: "zone", value: "eu-2", hosts: 1 }]);
    expect((await tenant.stores.hosts.find(agent.hostId))?.labels).toEqual({ zone: "eu-2" });
  });

  test("is refused with pointers into the form that it meant", async () => {
    const { sample } = splitSnapshot(sampleSnapshot(nowMs));
    const response = await agent.pushBody(JSON.stringify({ ...sample, setupHash: "xyz", sequence: -1 }));
    expect(response.status).toBe(400);
    const { errors } = (await response.json()) as { errors: { pointer: string }[] };
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual(["/sequence", "/setupHash"]);
  });

  test("cannot name another host's setup", async () => {
    await push(sampleSnapshot(nowMs), true);
    const other = await tenant.enrol("app-2");
    const { sample, setup } = splitSnapshot(sampleSnapshot(nowMs));
    const answer = await other.pushBody(JSON.stringify({ ...sample, setupHash: hashSetup(setup) }));
    expect(await answer.json()).toMatchObject({ needsSetup: true });
  });
});

describe("a host that somebody looks at", () => {
  test("is told so with the next answers, until nobody does any more", async () => {
    expect(await push(sampleSnapshot(nowMs), true)).toMatchObject({ isWatched: false });
    await tenant.get(`/v1/hosts/${agent.hostId}`);
    await app.background.settle();
    expect(await push(sampleSnapshot(nowMs + 10_000), false)).toMatchObject({ isWatched: true });
    app.clock.nowMs += 91_000;
    expect(await push(sampleSnapshot(nowMs + 20_000), false)).toMatchObject({ isWatched: false });
    const fleet = (await (await tenant.get("/v1/fleet")).json()) as FleetPage;
    expect(fleet.data).toHaveLength(1);
    await app.background.settle();
    expect(await push(sampleSnapshot(nowMs + 30_000), false)).toMatchObject({ isWatched: true });
  });
});
