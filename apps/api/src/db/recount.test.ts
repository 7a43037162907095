import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { beforeEach, expect, test } from "vitest";
import { hashSecret } from "../services/access/secret.ts";
import { frameOf } from "../testing/frame-of.ts";
import { fleetRows, hostRows, hourRows, recount, recountFleet, recountHours, take } from "../testing/recount.ts";
import { foundTenant, type Tenant, testApp } from "../testing/test-app.ts";
import { useDatabase } from "../testing/test-database.ts";
import type { InteractiveDatabase } from "./connect/database.ts";
import { jobStore } from "./stores/job-store.ts";
import { secretDoors } from "./stores/secret-doors.ts";

/** The whole of it with BERTH_RECOUNT_HOSTS and BERTH_RECOUNT_HOURS; a few thousand samples in every run. */
const HOSTS = Number(process.env.BERTH_RECOUNT_HOSTS ?? 6);
const HOURS = Number(process.env.BERTH_RECOUNT_HOURS ?? 1.5);
const HOUR_MS = 3_600_000;
const TICK_MS = 10_000;
const WORKERS = 3;
const START = Date.parse("2026-11-24T10:00:00Z");

const database = useDatabase();
let db: InteractiveDatabase;

beforeEach(async (ctx) => {
  db = await database(ctx);
});

/** Mulberry32: the same disorder in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Agent {
  tenant: Tenant;
  hash: string;
  /** Sampled and not yet sent. */
  spool: Snapshot[];
  /** Sent, and sent again now and then. */
  sent: Snapshot[];
  /** Held back one by one, and sent alone when all around it is long counted. */
  stragglers: Snapshot[];
  failures: number;
  awayUntilMs: number;
}

/** Whatever the order in which it comes, how late and how often, and however many workers roll up: the rollups are what a recount finds. */
test("rollups equal a plain recount under disorder, repeats and three workers", { timeout: 3_600_000 }, async () => {
  const random = seeded(20_261_124);
  const app = testApp(db);
  const agents: Agent[] = [];
  // One organization of many hosts, and as many of one: there, nothing else makes a bucket be made again.
  const tenants = [await foundTenant(db, app)];
  for (let at = 0; at < HOSTS; at++) tenants.push(await foundTenant(db, app));
  for (let at = 0; at < 2 * HOSTS; at++) {
    const tenant = tenants[Math.max(0, at - HOSTS + 1)] as Tenant;
    const { credential } = await tenant.enrol(`app-${at}`);
    agents.push({ tenant, hash: hashSecret(credential), spool: [], sent: [], stragglers: [], failures: 0, awayUntilMs: 0 });
  }
  const doors = secretDoors(db);
  const jobs = jobStore(db);
  const endMs = START + HOURS * HOUR_MS;
  const inFlight: Promise<unknown>[] = [];
  let made = 0;

  for (let nowMs = START; nowMs < endMs; nowMs += TICK_MS) {
    for (const agent of agents) {
      agent.failures += random() < 0.6 ? Math.floor(random() * 20) : 0;
      // Two samples in a hundred are lost before they are spooled.
      if (random() < 0.98)
        (random() < 0.05 ? agent.stragglers : agent.spool).push(
          take(nowMs - Math.floor(random() * 9_000), Math.floor(random() * 28_232), agent.failures),
        );
      // Now and then an agent begins an absence of up to half an hour.
      if (random() < 0.002) agent.awayUntilMs = nowMs + random() * 1_800_000;
      if (random() < 0.02) inFlight.push(...send(agent, nowMs, agent.stragglers.splice(0, 1)));
      if (nowMs < agent.awayUntilMs || random() < 0.7) continue;
      inFlight.push(...send(agent, nowMs, agent.spool.splice(0, 1 + Math.floor(random() * 60))));
    }
    for (let worker = 0; worker < WORKERS; worker++) inFlight.push(jobs.rollUp(nowMs, 5).then((count) => (made += count ?? 0)));
    // No statement may take half a minute of the clock; ours runs faster than the world's.
    await Promise.all(inFlight.splice(0));
  }
  const laterMs = endMs + 2 * HOUR_MS;
  await Promise.all(agents.flatMap((agent) => send(agent, endMs, agent.spool.splice(0))));
  while (((await jobs.rollUp(laterMs, 500)) ?? 1) > 0);

  expect(made, "the workers did some of it").toBeGreaterThan(0);
  let rows = 0;
  for (const tenant of tenants) {
    const expected = agents.filter((agent) => agent.tenant === tenant).flatMap((agent, at) => recount(at + 1, agent.sent));
    expect(await hostRows(db, tenant.organizationId)).toEqual(expected);
    expect(await fleetRows(db, tenant.organizationId)).toEqual(recountFleet(expected));
    expect(await hourRows(db, tenant.organizationId)).toEqual(recountHours(expected));
    rows += expected.length;
  }
  expect(rows).toBeGreaterThan(2 * HOSTS * HOURS * 8);

  /**
   * In any order, in requests that may repeat what was sent before, over two connections at once, and through a server whose
   * clock may be two minutes behind that of the workers.
   */
  function send(agent: Agent, nowMs: number, waiting: Snapshot[]): Promise<unknown>[] {
    const repeated = agent.sent.filter(({ capturedAtMs }) => capturedAtMs > nowMs - HOUR_MS && random() < 0.005);
    agent.sent.push(...waiting);
    const mixed = [...waiting, ...repeated].sort(() => random() - 0.5);
    const requests: Snapshot[][] = [];
    while (mixed.length > 0) requests.push(mixed.splice(0, 1 + Math.floor(random() * 12)));
    if (requests[0] && random() < 0.1) requests.push(requests[0]);
    const serverNowMs = nowMs - (random() < 0.2 ? 120_000 : 0);
    return requests.map((snapshots) => doors.ingest(agent.hash, serverNowMs, frameOf(...(snapshots as [Snapshot, ...Snapshot[]]))));
  }
});

test("a late sample takes back what the next bucket had counted in its place", async () => {
  const tenant = await foundTenant(db, testApp(db));
  const hash = hashSecret((await tenant.enrol()).credential);
  const [doors, jobs, startMs] = [secretDoors(db), jobStore(db), START + 24 * HOUR_MS];
  const failures = async () => (await hostRows(db, tenant.organizationId)).map((row) => row.failures);
  await doors.ingest(hash, startMs + 20_000, frameOf(take(startMs - 30_000, 100, 5), take(startMs + 10_000, 100, 20)));
  await jobs.rollUp(startMs + 400_000, 100);
  expect(await failures()).toEqual([0, 15]);
  await doors.ingest(hash, startMs + 400_000, frameOf(take(startMs - 10_000, 100, 12)));
  await jobs.rollUp(startMs + 400_000, 100);
  expect(await failures()).toEqual([7, 8]);
});
