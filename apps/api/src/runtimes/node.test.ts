import { openAsBlob } from "node:fs";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { FleetPage } from "@berth/shared/contract/reads.ts";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { openPglite } from "../db/connect/pglite.ts";
import { sampleSnapshot } from "../testing/sample-snapshot.ts";
import { dumpDaily } from "./daily-dump.ts";
import { createNodeRuntime, type NodeRuntime } from "./node.ts";

const ORIGIN = "http://127.0.0.1:4780";
const JSON_TYPE = { "content-type": "application/json" };
let dataDir: string;

const template = () => openAsBlob(inject("pgliteTemplate"));

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), "berth-node-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const start = () =>
  createNodeRuntime({ dataDir, publicUrl: ORIGIN, agentBundlePath: path.join(dataDir, "none"), logger: { info() {}, error() {} } });
const send = (runtime: NodeRuntime, method: string, address: string, init: RequestInit = {}) =>
  runtime.fetch(new Request(ORIGIN + address, { method, ...init }));

async function fleetOf(runtime: NodeRuntime): Promise<FleetPage> {
  const body = JSON.stringify({ token: await runtime.issueSignInToken() });
  const signedIn = await send(runtime, "POST", "/v1/session", { headers: JSON_TYPE, body });
  const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
  return (await (await send(runtime, "GET", "/v1/fleet", { headers: { cookie } })).json()) as FleetPage;
}

describe("the Node runtime", () => {
  test("finds yesterday's host again, under the same organization, and takes its credential still", async () => {
    await (await openPglite(path.join(dataDir, "database"), await template())).close();
    const first = await start();
    const enrolled = await send(first, "POST", "/v1/agents/enrol", {
      headers: { ...JSON_TYPE, authorization: `Bearer ${await first.issueEnrolmentToken()}` },
      body: JSON.stringify({ hostname: "app-1", machineId: null, agentVersion: "0.1.0", labels: {} }),
    });
    const { credential } = (await enrolled.json()) as { credential: string };
    const push = (runtime: NodeRuntime, capturedAtMs: number) =>
      send(runtime, "POST", "/v1/snapshots", {
        headers: { ...JSON_TYPE, authorization: `Bearer ${credential}` },
        body: JSON.stringify(sampleSnapshot(capturedAtMs, { used: 25_000 })),
      });
    const nowMs = Date.now();
    expect((await push(first, nowMs - 10_000)).status).toBe(201);
    const before = await fleetOf(first);
    await first.close();

    const second = await start();
    const after = await fleetOf(second);
    expect(after.organization).toEqual(before.organization);
    expect(after.data, "what was judged after the last answer is kept, too").toMatchObject([
      { hostname: "app-1", verdict: { status: "fail" } },
    ]);
    expect((await push(second, nowMs)).status).toBe(201);
    await second.close();
    expect((await stat(path.join(dataDir, "cursor-key"))).mode & 0o077, "for its owner only").toBe(0);
  });
});

describe("the daily dump", () => {
  test("is written once a day, opens as a database, and three are kept", async () => {
    const db = await openPglite(undefined, await template());
    const folder = path.join(dataDir, "dumps");
    const day = Date.parse("2026-11-20T10:00:00Z");
    for (const days of [0, 0, 1, 2, 3]) await dumpDaily(db, folder, day + days * 24 * 3600_000);
    await db.close();
    expect((await readdir(folder)).sort()).toEqual(["berth-2026-11-21.tar.gz", "berth-2026-11-22.tar.gz", "berth-2026-11-23.tar.gz"]);
    const restored = await openPglite(undefined, await openAsBlob(path.join(folder, "berth-2026-11-23.tar.gz")));
    await restored.migrate();
    await restored.close();
  });
});
