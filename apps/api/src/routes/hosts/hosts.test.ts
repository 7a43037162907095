import { HostChecklist, HostSeries, HostSnapshot, HostTuples, HostView } from "@berth/shared/contract/reads.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { sampleSnapshot } from "../../testing/sample-snapshot.ts";
import { foundTenant, type Tenant, type TestApp, testApp } from "../../testing/test-app.ts";
import { useDatabase } from "../../testing/test-database.ts";

const database = useDatabase();
let app: TestApp;
let tenant: Tenant;
let agent: Awaited<ReturnType<Tenant["enrol"]>>;

beforeEach(async (ctx) => {
  const db = await database(ctx);
  app = testApp(db);
  tenant = await foundTenant(db, app);
  agent = await tenant.enrol();
});

const read = async (path = "") => {
  const response = await tenant.get(`/v1/hosts/${agent.hostId}${path}`);
  return { status: response.status, body: await response.json() };
};

describe("a host", () => {
  test("that was never heard of answers everything, with nulls and reasons, in the contract's shapes", async () => {
    expect(HostView.parse((await read()).body)).toMatchObject({
      freshness: "never",
      observedAt: null,
      verdict: { status: "unknown" },
      diagnosis: null,
      namespaces: [],
      tightest: null,
    });
    expect(HostTuples.parse((await read("/tuples")).body)).toMatchObject({ observedAt: null, namespaces: [] });
    expect(HostSnapshot.parse((await read("/snapshot")).body)).toMatchObject({ observedAt: null, snapshot: null });
    expect(HostChecklist.parse((await read("/checklist")).body)).toMatchObject({ judgedAt: null, data: [] });
    expect(HostSeries.parse((await read("/series")).body).data.every(({ tightestUsedRatio }) => tightestUsedRatio === null)).toBe(true);
  });

  test("that reported shows its newest snapshot in the contract's shapes", async () => {
    const snapshot = sampleSnapshot(app.clock.nowMs, { used: 25_000 });
    await agent.push(snapshot);
    const [namespace] = snapshot.namespaces;
    const view = HostView.parse((await read()).body);
    expect(view).toMatchObject({
      kernel: "6.1.0-28-amd64",
      freshness: "live",
      verdict: { status: "fail", checkId: "eph-dest" },
      diagnosis: { cause: expect.any(String), rivals: expect.arrayContaining([expect.objectContaining({ cause: "conntrack-full" })]) },
      tightest: { used: 25_000 },
      namespaces: [{ id: "4026531840", capacity: 28_232, strip: namespace?.strip }],
    });
    expect(view.namespaces[0]).not.toHaveProperty("tuples");
    expect(HostTuples.parse((await read("/tuples")).body).namespaces[0]?.tuples).toEqual(namespace?.tuples);
    expect(HostSnapshot.parse((await read("/snapshot")).body).snapshot).toEqual(snapshot);
    const { data } = HostChecklist.parse((await read("/checklist")).body);
    expect(data.map(({ id }) => id)).toContain("range-sane");
  });
});

describe("a series", () => {
  const seriesOf = (query: Record<string, string>) => read(`/series?${new URLSearchParams(query)}`);

  test("covers the asked period in equal, aligned steps", async () => {
    await agent.push(sampleSnapshot(app.clock.nowMs - 15_000, { used: 14_116 }));
    const { body } = await seriesOf({ from: "2026-11-24T11:59:01+00:00", to: "2026-11-24T12:59:59+01:00", step: "10" });
    const { from, to, stepSeconds, data } = HostSeries.parse(body);
    expect([from, to, stepSeconds]).toEqual(["2026-11-24T11:59:00.000Z", "2026-11-24T12:00:00.000Z", 10]);
    expect(data.map(({ at, tightestUsedRatio }) => [at.slice(14, 19), tightestUsedRatio])).toEqual([
      ["59:10", null],
      ["59:20", null],
      ["59:30", null],
      ["59:40", null],
      ["59:50", 0.5],
      ["00:00", null],
    ]);
    expect(data[4]?.tightestDestination).toEqual({ address: "10.4.7.21", port: 6379 });
  });

  test("without anything said is the last six hours in a few hundred points", async () => {
    const { data, to } = HostSeries.parse((await read("/series")).body);
    expect(data.length).toBeGreaterThan(200);
    expect(data.length).toBeLessThan(500);
    expect(Date.parse(to)).toBeGreaterThanOrEqual(app.clock.nowMs);
  });

  test("of short steps, and no period said, is as long as a few hundred of them", async () => {
    const { data, stepSeconds } = HostSeries.parse((await seriesOf({ step: "10" })).body);
    expect(stepSeconds).toBe(10);
    expect(data.length).toBe(360);
  });

  test.each([
    [{ from: "2026-11-01T00:00:00Z", to: "2026-11-24T00:00:00Z", step: "5" }, "/query/step"],
    [{ from: "2026-11-24T00:00:00Z", to: "2026-11-24T00:00:00Z" }, "/query/from"],
    [{ from: "yesterday" }, "/query/from"],
    [{ step: "1" }, "/query/step"],
  ] as [Record<string, string>, string][])("refuses %o", async (query, pointer) => {
    const { status, body } = await seriesOf(query);
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ pointer }] });
  });
});
