import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, test } from "vitest";
import { sampleSnapshot, sampleTuple } from "../../testing/sample-snapshot.ts";
import { foundTenant, type Tenant, type TestApp, testApp } from "../../testing/test-app.ts";
import { useDatabase } from "../../testing/test-database.ts";

const database = useDatabase();
let app: TestApp;
let tenant: Tenant;
let agent: Awaited<ReturnType<Tenant["enrol"]>>;
let nowMs: number;

beforeEach(async (ctx) => {
  const db = await database(ctx);
  app = testApp(db);
  nowMs = app.clock.nowMs;
  tenant = await foundTenant(db, app);
  agent = await tenant.enrol();
});

const problem = async (response: Response) => {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  return (await response.json()) as { type: string; errors?: { pointer: string; code: string }[]; serverNowMs?: number };
};

describe("a push", () => {
  test("is 201 when new, 200 when repeated, and one snapshot all the same", async () => {
    const snapshot = sampleSnapshot(nowMs);
    const first = await agent.push(snapshot);
    expect(first.status).toBe(201);
    expect(await first.json()).toEqual({
      snapshotId: `${agent.hostId}@${nowMs}`,
      isNew: true,
      serverNowMs: nowMs,
      isWatched: false,
      needsSetup: false,
      settings: { version: 1, sampleSeconds: 10, frameSamples: 6 },
    });
    const again = await agent.push(snapshot);
    expect(again.status).toBe(200);
    expect(await again.json()).toMatchObject({ snapshotId: `${agent.hostId}@${nowMs}`, isNew: false });
  });

  test("leaves the settings out for an agent that says it has the current ones", async () => {
    const body = JSON.stringify(sampleSnapshot(nowMs));
    const upToDate = await agent.pushBody(body, { "berth-settings-version": "1" });
    expect(await upToDate.json()).not.toHaveProperty("settings");
    const behind = await agent.pushBody(body, { "berth-settings-version": "0" });
    expect(await behind.json()).toMatchObject({ settings: { version: 1 } });
  });

  test("may be gzipped", async () => {
    const packed = gzipSync(JSON.stringify(sampleSnapshot(nowMs)));
    expect((await agent.pushBody(packed, { "content-encoding": "gzip" })).status).toBe(201);
  });

  test("of sixty lines is taken whole, with a receipt for each in order", async () => {
    const times = Array.from({ length: 60 }, (_, at) => nowMs - 600_000 + at * 10_000);
    const response = await agent.push(...times.map((atMs) => sampleSnapshot(atMs)));
    expect(response.status).toBe(201);
    const answer = (await response.json()) as { receipts: { snapshotId: string }[]; stored: number };
    expect(answer.stored).toBe(60);
    expect(answer.receipts.map(({ snapshotId }) => snapshotId)).toEqual(times.map((atMs) => `${agent.hostId}@${atMs}`));
  });

  test("is judged after the answer, and a spool's snapshots one after another", async () => {
    await agent.push(...[30_000, 20_000, 10_000].map((agoMs) => sampleSnapshot(nowMs - agoMs, { used: 25_000 })));
    const checklist = (await (await tenant.get(`/v1/hosts/${agent.hostId}/checklist`)).json()) as {
      data: { id: string; status: string; since: string }[];
    };
    expect(checklist.data.find(({ id }) => id === "eph-dest")).toMatchObject({
      status: "fail",
      since: new Date(nowMs - 30_000).toISOString(),
    });
    expect(app.logged).toEqual([]);
  });
});

describe("a push that is refused", () => {
  test("misdated: 422 with the server's time and a pointer to each", async () => {
    const response = await agent.push(sampleSnapshot(nowMs), sampleSnapshot(nowMs + 60_001), sampleSnapshot(nowMs - 24 * 3600_000 - 1));
    expect(response.status).toBe(422);
    expect(await problem(response)).toMatchObject({
      type: "/docs/problems/clock-out-of-window",
      serverNowMs: nowMs,
      errors: [
        { pointer: "/1/capturedAtMs", code: "ahead" },
        { pointer: "/2/capturedAtMs", code: "too-old" },
      ],
    });
    expect((await agent.push(sampleSnapshot(nowMs))).status, "nothing of it was kept").toBe(201);
  });

  test("at the very edges of the window it is not", async () => {
    expect((await agent.push(sampleSnapshot(nowMs + 60_000), sampleSnapshot(nowMs - 24 * 3600_000))).status).toBe(201);
  });

  test("not as the contract says: 400 with a JSON Pointer to each fault", async () => {
    const snapshot = { ...sampleSnapshot(nowMs, { tuples: [{ ...sampleTuple(1), held: -1 }] }), "a/b": 1 };
    const response = await agent.pushBody(JSON.stringify(snapshot));
    expect(response.status).toBe(400);
    const { errors } = await problem(response);
    expect(errors?.map(({ pointer }) => pointer)).toEqual(["/namespaces/0/tuples/0/held", "/a~1b"]);
  });

  test("garbled: 400 with a pointer to the line", async () => {
    expect((await problem(await agent.pushBody('{"version":1,'))).errors).toMatchObject([{ pointer: "", code: "malformed" }]);
    const lines = `${JSON.stringify(sampleSnapshot(nowMs))}\n{"version":1,\n`;
    const response = await agent.pushBody(lines, { "content-type": "application/x-ndjson" });
    expect(response.status).toBe(400);
    expect((await problem(response)).errors).toMatchObject([{ pointer: "/1", code: "malformed" }]);
    expect((await agent.pushBody("", {})).status).toBe(400);
    expect((await agent.pushBody("\n", { "content-type": "application/x-ndjson" })).status).toBe(400);
  });

  test.each(["a\u0000b", "a\ud800b", "a\udc00b"])("with text that no database takes, %j: 400 with a pointer to each", async (text) => {
    const snapshot = sampleSnapshot(nowMs);
    const gap = { part: "tcp", reason: "denied", namespaceId: null, hint: text };
    const host = { ...snapshot.host, hostname: text, labels: { role: text, [text]: "web" } };
    const response = await agent.pushBody(JSON.stringify({ ...snapshot, host, gaps: [gap] }));
    expect(response.status).toBe(400);
    const pointers = (await problem(response)).errors?.map(({ pointer }) => pointer);
    expect(pointers?.toSorted()).toEqual(["/gaps/0/hint", "/host/hostname", `/host/labels/${text}`, "/host/labels/role"]);
  });

  test("with a number too large for its column: 400 with a pointer to it; the largest that fits is taken", async () => {
    const using = (used: number) => sampleSnapshot(nowMs, { tuples: [{ ...sampleTuple(1), used }] });
    const response = await agent.push(using(2_147_483_648));
    expect(response.status).toBe(400);
    expect((await problem(response)).errors).toMatchObject([{ pointer: "/namespaces/0/tuples/0/used", code: "too-big" }]);
    expect((await agent.push(using(2_147_483_647))).status).toBe(201);
  });

  test("not for whole surrogate pairs, tabs and line ends: those are text", async () => {
    const snapshot = sampleSnapshot(nowMs);
    const host = { ...snapshot.host, labels: { role: "\t⚓ \u{1f6a2}\n" } };
    expect((await agent.push({ ...snapshot, host })).status).toBe(201);
  });

  test("over 256 KiB a snapshot, over 60 snapshots or over 1 MiB a request: 413", async () => {
    const padded = (bytes: number) => {
      const snapshot = sampleSnapshot(nowMs);
      const text = JSON.stringify({ ...snapshot, host: { ...snapshot.host, labels: {} } });
      return text.replace("{}", JSON.stringify({ pad: "x".repeat(bytes) }));
    };
    expect((await agent.pushBody(padded(262_144))).status).toBe(413);
    const lines = (text: string, count: number) => Array.from({ length: count }, () => text).join("\n");
    const ndjson = { "content-type": "application/x-ndjson" };
    expect((await agent.pushBody(lines("{}", 61), ndjson)).status).toBe(413);
    expect((await agent.pushBody(lines(padded(200_000), 6), ndjson)).status).toBe(413);
  });

  test("a gzip bomb: 413, without unpacking it", async () => {
    const bomb = gzipSync(Buffer.alloc(100_000_000));
    expect((await agent.pushBody(bomb, { "content-encoding": "gzip" })).status).toBe(413);
  });

  test("of another type or encoding: 415", async () => {
    expect((await agent.pushBody("x", { "content-type": "text/plain" })).status).toBe(415);
    const brotli = await agent.pushBody("x", { "content-encoding": "br" });
    expect(brotli.status).toBe(415);
    expect(brotli.headers.get("accept-encoding")).toBe("gzip");
  });

  test("with a credential that was never given out: 401", async () => {
    const forged = agent.credential.replace(/.{9}$/, (end) => end);
    expect((await agent.pushBody(JSON.stringify(sampleSnapshot(nowMs)), { authorization: `Bearer ${forged}x` })).status).toBe(401);
  });
});
