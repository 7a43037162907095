import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { beforeEach, expect, test } from "vitest";
import type { InteractiveDatabase } from "../../db/connect/database.ts";
import { createStores } from "../../db/stores/stores.ts";
import { frameOf } from "../../testing/frame-of.ts";
import { sampleSnapshot } from "../../testing/sample-snapshot.ts";
import { foundTenant, testApp } from "../../testing/test-app.ts";
import { useDatabase } from "../../testing/test-database.ts";
import { hashSecret } from "../access/secret.ts";
import { HostMemory } from "./host-memory.ts";

const database = useDatabase();
let db: InteractiveDatabase;

beforeEach(async (ctx) => {
  db = await database(ctx);
});

/** A host whose agent pushes to a process that counts how often it reads the host's past. */
async function observedHost() {
  let reads = 0;
  const app = testApp(db, {
    storesOf(organizationId) {
      const stores = createStores(db, organizationId);
      const history: typeof stores.judgements.history = (...range) => {
        reads++;
        return stores.judgements.history(...range);
      };
      return { ...stores, judgements: { ...stores.judgements, history } };
    },
  });
  const tenant = await foundTenant(db, app);
  const agent = await tenant.enrol();
  const judgement = async () => {
    const host = await tenant.stores.hosts.find(agent.hostId);
    return (await tenant.stores.judgements.pending(host!.id))?.judgement;
  };
  return { app, agent, tenant, judgement, reads: () => reads };
}

const leaking = (atMs: number, minute: number): Snapshot => ({
  ...sampleSnapshot(atMs, { used: 9_000 + 420 * minute }),
});

test("a judgement from memory is the one that the database's past gives, for fewer questions", async () => {
  const [remembering, forgetting] = [await observedHost(), await observedHost()];
  const startMs = remembering.app.clock.nowMs;
  for (let minute = 0; minute < 45; minute++) {
    const nowMs = startMs + minute * 60_000;
    // Frames, single ones, one that came before its elders, and a silence.
    const ages = minute % 7 === 3 ? [] : minute % 5 === 0 ? [30_000, 20_000, 10_000, 0] : minute % 11 === 6 ? [0, 95_000] : [0];
    for (const { app } of [remembering, forgetting]) app.clock.nowMs = nowMs;
    forgetting.app.dependencies.memory = new HostMemory();
    for (const age of minute % 5 === 0 ? [ages] : ages.map((each) => [each])) {
      const snapshots = age.map((each) => leaking(nowMs - each, minute - each / 60_000));
      if (snapshots.length === 0) continue;
      for (const { agent } of [remembering, forgetting]) expect((await agent.push(...snapshots)).status).toBe(201);
      const [remembered, read] = [await remembering.judgement(), await forgetting.judgement()];
      expect(JSON.stringify(remembered) === JSON.stringify(read), `minute ${minute}`).toBe(true);
    }
  }
  expect(remembering.reads()).toBeLessThan(forgetting.reads() / 4);
}, 120_000);

test("what another process has taken in is read, not missed", async () => {
  const { app, agent, judgement, reads } = await observedHost();
  const here = app.dependencies.memory;
  const startMs = app.clock.nowMs;
  const push = async (minute: number, memory: HostMemory) => {
    app.clock.nowMs = startMs + minute * 60_000;
    app.dependencies.memory = memory;
    await agent.push(leaking(app.clock.nowMs, minute));
  };
  await push(0, here);
  await push(1, here);
  expect(reads()).toBe(1);
  await push(2, new HostMemory());
  expect(reads()).toBe(2);
  await push(3, here);
  expect(reads()).toBe(3);
  await push(4, here);
  expect(reads()).toBe(3);
  expect((await judgement())?.settled.checks.find(({ id }) => id === "eph-eta")?.status).not.toBe("unknown");
});

test("a full memory keeps the hosts that it knows, and serves the others from the database", async () => {
  const { app, tenant, agent, reads } = await observedHost();
  app.dependencies.memory = new HostMemory(1);
  const other = await tenant.enrol("app-2");
  for (let minute = 0; minute < 4; minute++) {
    app.clock.nowMs += 60_000;
    await agent.push(sampleSnapshot(app.clock.nowMs));
    await other.push(sampleSnapshot(app.clock.nowMs));
  }
  expect(reads()).toBe(5);
});

test("a push that is answered while the one before is still being judged starts from the judgement that it asked with", async () => {
  const { app, agent } = await observedHost();
  const { memory, doors } = app.dependencies;
  const startMs = app.clock.nowMs;
  await agent.push(leaking(startMs, 0));
  const hash = hashSecret(agent.credential);
  const known = memory.lastJudgement(hash);
  expect(known).toMatchObject({ judgedMs: startMs });
  const answer = await doors.ingest(hash, startMs, { ...frameOf(leaking(startMs + 10_000, 0)), judgedMs: known?.judgedMs });
  expect(answer).toMatchObject({ judgedCapturedAtMs: startMs, judgement: null });
  // The judgement of the push between them is done before this answer is looked at.
  const later = structuredClone(known!.judgement);
  memory.judged(hash, startMs + 5_000, later);
  expect(memory.note(hash, answer!, [leaking(startMs + 10_000, 0)], known).judgement).toBe(known?.judgement);
  expect(memory.lastJudgement(hash)).toEqual({ judgedMs: startMs + 5_000, judgement: later });
});
