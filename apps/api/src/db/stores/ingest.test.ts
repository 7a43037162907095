import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { hashSecret, mintSecret } from "../../services/access/secret.ts";
import { frameOf } from "../../testing/frame-of.ts";
import { sampleSnapshot } from "../../testing/sample-snapshot.ts";
import { foundTenant, testApp } from "../../testing/test-app.ts";
import { useDatabase } from "../../testing/test-database.ts";
import { type InteractiveDatabase, readOrg } from "../connect/database.ts";
import { snapshot } from "../schema/snapshots.ts";
import { secretDoors } from "./secret-doors.ts";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const database = useDatabase();
let db: InteractiveDatabase;

beforeEach(async (ctx) => {
  db = await database(ctx);
});

const incoming = (capturedAtMs: number, used = 100) => sampleSnapshot(capturedAtMs, { used });

async function enrolled() {
  const tenant = await foundTenant(db, testApp(db));
  const { credential, hostId } = await tenant.enrol();
  const hash = hashSecret(credential);
  const stored = async () => {
    const [rows] = await readOrg(db, tenant.organizationId, (queries) => [queries.select().from(snapshot).orderBy(snapshot.capturedAtMs)]);
    return rows;
  };
  return {
    tenant,
    hostId,
    stored,
    ingest: (...snapshots: [Snapshot, ...Snapshot[]]) => secretDoors(db).ingest(hash, NOW, frameOf(...snapshots)),
  };
}

describe("ingest", () => {
  test("stores a snapshot once, however often it comes", async () => {
    const { ingest, stored } = await enrolled();
    expect(await ingest(incoming(NOW))).toMatchObject({
      storedMs: [NOW],
      isNewest: true,
      sampleSeconds: 10,
      frameSamples: 6,
      judgement: null,
    });
    expect(await ingest(incoming(NOW))).toMatchObject({ storedMs: [], isNewest: false });
    expect(await stored()).toHaveLength(1);
  });

  test("gives the newest snapshot back as it came, and keeps its figures beside it", async () => {
    const { ingest, stored, tenant, hostId } = await enrolled();
    await ingest(incoming(NOW, 14_116), incoming(NOW - 10_000, 9_000));
    expect((await stored())[1]).toMatchObject({ usedPermille: 500, closesTenths: 35, tightestPort: 6379 });
    expect((await tenant.stores.hosts.find(hostId))?.body).toEqual(sampleSnapshot(NOW, { used: 14_116 }));
  });

  test("says which of a batch are new, and whether its newest is the newest of all", async () => {
    const { ingest } = await enrolled();
    await ingest(incoming(NOW - 20_000));
    const answer = await ingest(incoming(NOW), incoming(NOW - 20_000), incoming(NOW - 10_000), incoming(NOW));
    expect(answer).toMatchObject({ isNewest: true });
    expect(answer?.storedMs.toSorted()).toEqual([NOW - 10_000, NOW]);
  });

  test("gives back every snapshot of a batch of which a part was there before", async () => {
    const { ingest, tenant, hostId } = await enrolled();
    const times = Array.from({ length: 8 }, (_, at) => NOW - 70_000 + at * 10_000);
    const [first, ...rest] = times.map((atMs) => incoming(atMs, atMs % 9_973)) as [Snapshot, ...Snapshot[]];
    await ingest(first, ...rest.slice(0, 4));
    await ingest(first, ...rest);
    const host = await tenant.stores.hosts.find(hostId);
    const history = await tenant.stores.judgements.history(host?.id ?? 0, NOW - 80_000, NOW, 1_000);
    expect(history.map(({ capturedAtMs, namespaces }) => [capturedAtMs, namespaces[0]?.tuples[0]?.used])).toEqual(
      times.map((atMs) => [atMs, atMs % 9_973]),
    );
  });

  test("an older snapshot is kept and does not become the current one", async () => {
    const { ingest, tenant, hostId, stored } = await enrolled();
    await ingest(incoming(NOW, 500));
    expect(await ingest(incoming(NOW - 60_000, 100))).toMatchObject({ storedMs: [NOW - 60_000], isNewest: false });
    expect(await tenant.stores.hosts.find(hostId)).toMatchObject({ capturedAtMs: NOW });
    expect(await stored()).toHaveLength(2);
  });

  test("makes the place for a time that no job has made ready, as after a rest of months", async () => {
    const { tenant } = await enrolled();
    const { credential, hostId } = await tenant.enrol("app-2");
    const laterMs = NOW + 90 * 24 * 3_600_000;
    const answer = await secretDoors(db).ingest(hashSecret(credential), laterMs, frameOf(incoming(laterMs)));
    expect(answer).toMatchObject({ storedMs: [laterMs], isNewest: true });
    expect((await tenant.stores.hosts.find(hostId))?.body).toEqual(incoming(laterMs));
  });

  test("a credential that is no host's stores nothing and answers nothing", async () => {
    const { stored } = await enrolled();
    const stranger = hashSecret(mintSecret("host", "host_0123456789"));
    expect(await secretDoors(db).ingest(stranger, NOW, frameOf(incoming(NOW)))).toBeNull();
    expect(await stored()).toHaveLength(0);
  });

  test("pushes of many hosts of two organizations at once are each stored under their own, beside one that is nobody's", async () => {
    const app = testApp(db);
    const tenants = [await foundTenant(db, app), await foundTenant(db, app)];
    const agents: { hostId: string; credential: string }[] = [];
    for (const at of [0, 1, 2, 3, 4, 5]) agents.push(await tenants[at % 2]!.enrol(`app-${at}`));
    const doors = secretDoors(db);
    const ingestAll = (atMs: number) =>
      Promise.all([
        doors.ingest(hashSecret(mintSecret("host", "host_0123456789")), NOW, frameOf(incoming(atMs))),
        ...agents.map(({ credential }, at) => doors.ingest(hashSecret(credential), NOW, frameOf(incoming(atMs, 100 + at)))),
      ]);
    await ingestAll(NOW - 10_000);
    const [stranger, ...answers] = await ingestAll(NOW);
    expect(stranger).toBeNull();
    expect(answers.map((answer) => [answer?.organizationId, answer?.hostPublicId, answer?.storedMs])).toEqual(
      agents.map(({ hostId }, at) => [tenants[at % 2]!.organizationId, hostId, [NOW]]),
    );
    for (const [at, { hostId }] of agents.entries()) {
      expect((await tenants[at % 2]!.stores.hosts.find(hostId))?.body).toEqual(incoming(NOW, 100 + at));
      expect(await tenants[(at + 1) % 2]!.stores.hosts.find(hostId)).toBeNull();
    }
  });

  test("a machine that enrols again is the same host, and its earlier credential ends", async () => {
    const tenant = await foundTenant(db, testApp(db));
    const first = await tenant.enrol("app-1", "5e1f0c3a");
    const second = await tenant.enrol("app-1", "5e1f0c3a");
    expect(second.hostId).toBe(first.hostId);
    expect((await first.push(sampleSnapshot(NOW))).status).toBe(401);
    expect((await second.push(sampleSnapshot(NOW))).status).toBe(201);
  });

  test("the same machine in two organizations is two hosts that know nothing of each other", async () => {
    const app = testApp(db);
    const [one, other] = [await foundTenant(db, app), await foundTenant(db, app)];
    const [there, here] = [await other.enrol("app-1", "5e1f0c3a"), await one.enrol("app-1", "5e1f0c3a")];
    expect((await there.push(sampleSnapshot(NOW))).status).toBe(201);
    expect((await one.stores.hosts.find(here.hostId))?.capturedAtMs).toBeNull();
  });

  test("pushes that overlap in time store each snapshot once and end on the newest", async () => {
    const { ingest, stored, tenant, hostId } = await enrolled();
    const times = Array.from({ length: 20 }, (_, at) => NOW - at * 10_000);
    const answers = await Promise.all([...times, ...times].map((atMs) => ingest(incoming(atMs))));
    expect(answers.flatMap((answer) => answer?.storedMs ?? [])).toHaveLength(times.length);
    expect(await stored()).toHaveLength(times.length);
    expect((await tenant.stores.hosts.find(hostId))?.capturedAtMs).toBe(NOW);
  });

  test("one enrolment token enrols one host, also when two agents come at once", async () => {
    const tenant = await foundTenant(db, testApp(db));
    const tokenHash = hashSecret(await tenant.newEnrolmentToken());
    const enrol = async (publicId: string) =>
      secretDoors(db).enrol({
        tokenHash,
        nowMs: NOW,
        publicId,
        credentialHash: hashSecret(mintSecret("host", publicId)),
        hostname: publicId,
        agentVersion: "0.1.0",
        labels: {},
      });
    const answers = await Promise.all(["host_a", "host_b", "host_c"].map(enrol));
    expect(answers.filter((host) => host !== null)).toHaveLength(1);
  });
});
