import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { FleetPage, HostChecklist } from "@berth/shared/contract/reads.ts";
import { sql } from "drizzle-orm";
import { afterAll, beforeEach, expect, inject, test } from "vitest";
import { createTestHarness, type TestHarness } from "wrangler";
import { foundOrganization } from "../db/stores/founding.ts";
import { createStores } from "../db/stores/stores.ts";
import { issueSignInToken } from "../services/access/issue-tokens.ts";
import { newOrganizationId } from "../services/access/public-id.ts";
import { startNeonStandIn } from "../testing/neon-stand-in.ts";
import { sampleSnapshot } from "../testing/sample-snapshot.ts";
import { useDatabase } from "../testing/test-database.ts";

const ORIGIN = "https://berth.test";
const JSON_TYPE = { "content-type": "application/json" };

const database = useDatabase();
let scene: Promise<Awaited<ReturnType<typeof startWorker>>> | undefined;

beforeEach(async (ctx) => {
  const db = await database(ctx);
  scene ??= startWorker(db);
});

afterAll(async () => (await scene)?.close());

async function startWorker(db: Awaited<ReturnType<typeof database>>) {
  const [connection] = await db.queries.select({ name: sql<string>`current_database()` }).from(sql`(select 1) as one`);
  const postgres = inject("postgres");
  if ("reason" in postgres || !connection) throw new Error("no database");
  const neon = await startNeonStandIn(postgres.loginUrl.replace("berth_template", connection.name));
  const assets = await mkdtemp(path.join(os.tmpdir(), "berth-worker-"));
  await writeFile(path.join(assets, "berth-agent.mjs"), "export {};");
  const worker: TestHarness = createTestHarness({
    workers: [
      {
        config: {
          ...(await deployedConfig()),
          assets: { directory: assets, binding: "AGENT", run_worker_first: true },
          vars: {
            PUBLIC_URL: ORIGIN,
            NEON_SQL_URL: neon.sqlUrl,
            DATABASE_URL: "postgres://berth:secret@db.example.test/berth",
            CURSOR_KEY: "a key of the tests",
          },
        },
      },
    ],
  });
  await worker.listen();
  return {
    neon,
    worker,
    send: (method: string, path: string, init: RequestInit = {}) =>
      worker.fetch(ORIGIN + path, { method, ...init } as never) as unknown as Promise<Response>,
    async close() {
      await worker.close();
      await neon.close();
      await rm(assets, { recursive: true });
    },
  };
}

/** What is deployed, with its entry as an absolute path; JSON once its comment lines are gone. */
async function deployedConfig() {
  const file = new URL("../../../../infra/edge/wrangler.jsonc", import.meta.url);
  const config = JSON.parse((await readFile(file, "utf8")).replaceAll(/^\s*\/\/.*$/gm, "")) as { main: string };
  return { ...config, main: fileURLToPath(new URL(config.main, file)) };
}

test("the Worker enrols a host, takes its push in one round trip, judges it and shows it", async (ctx) => {
  const db = await database(ctx);
  const { send, neon, worker } = (await scene) as NonNullable<Awaited<typeof scene>>;
  const founded = await foundOrganization(db, { publicId: newOrganizationId(), name: "Edge", ownerName: "Ada", nowMs: Date.now() });
  const owner = { stores: createStores(db, founded.organizationId), memberId: founded.memberId };

  const signedIn = await send("POST", "/v1/session", {
    headers: JSON_TYPE,
    body: JSON.stringify({ token: await issueSignInToken(owner, Date.now()) }),
  });
  expect(signedIn.status).toBe(201);
  const setCookie = signedIn.headers.get("set-cookie") ?? "";
  expect(setCookie).toMatch(/^__Host-berth_session=berth_session_[^;]+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  const cookie = setCookie.split(";")[0] ?? "";

  const issued = await send("POST", "/v1/enrolment-tokens", { headers: { ...JSON_TYPE, cookie, origin: ORIGIN }, body: "{}" });
  const { token } = (await issued.json()) as { token: string };
  const enrolled = await send("POST", "/v1/agents/enrol", {
    headers: { ...JSON_TYPE, authorization: `Bearer ${token}` },
    body: JSON.stringify({ hostname: "edge-1", machineId: null, agentVersion: "0.1.0", labels: {} }),
  });
  expect(enrolled.status).toBe(201);
  const { hostId, credential } = (await enrolled.json()) as { hostId: string; credential: string };

  const push = () =>
    send("POST", "/v1/snapshots", {
      headers: { ...JSON_TYPE, authorization: `Bearer ${credential}`, "content-encoding": "gzip" },
      body: gzipSync(JSON.stringify(snapshot)),
    });
  const snapshot = sampleSnapshot(Date.now(), { used: 25_000 });
  expect((await push()).status).toBe(201);

  const read = async <T>(path: string) => (await (await send("GET", path, { headers: { cookie } })).json()) as T;
  await expect
    .poll(async () => (await read<HostChecklist>(`/v1/hosts/${hostId}/checklist`)).data.find(({ id }) => id === "eph-dest")?.status)
    .toBe("fail");
  const before = neon.requests();
  expect((await push()).status).toBe(200);
  expect(neon.requests() - before, "there is nothing to judge again, so this is ingest alone").toBe(1);

  const fleet = await read<FleetPage>("/v1/fleet");
  expect(fleet).toMatchObject({ data: [{ id: hostId, hostname: "edge-1", verdict: { status: "fail" }, tightest: { used: 25_000 } }] });
  expect((await send("GET", `/v1/hosts/${hostId}/series`, { headers: { cookie } })).status).toBe(200);
  expect(worker.getLogs().filter(({ message }) => message.includes('"error"'))).toEqual([]);
});

test("the agent is served from the Worker's assets, under its own address only", async (ctx) => {
  await database(ctx);
  const { send } = (await scene) as NonNullable<Awaited<typeof scene>>;
  expect(await (await send("GET", "/v1/agents/berth-agent.mjs")).text()).toBe("export {};");
  expect((await send("GET", "/berth-agent.mjs")).status).toBe(404);
});

test("a gzip bomb is refused there, too", async (ctx) => {
  await database(ctx);
  const { send } = (await scene) as NonNullable<Awaited<typeof scene>>;
  const bomb = await send("POST", "/v1/session", {
    headers: { ...JSON_TYPE, "content-encoding": "gzip" },
    body: gzipSync(Buffer.alloc(50_000_000)),
  });
  expect(bomb.status).toBe(413);
});

test("the scheduled jobs run", async (ctx) => {
  await database(ctx);
  const { worker } = (await scene) as NonNullable<Awaited<typeof scene>>;
  worker.clearLogs();
  await worker.getWorker().scheduled({ cron: "* * * * *" } as never);
  expect(worker.getLogs().filter(({ message }) => message.includes("job-failed"))).toEqual([]);
});
