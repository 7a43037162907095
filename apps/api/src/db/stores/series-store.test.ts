import { expect, test } from "vitest";
import { sampleSnapshot } from "../../testing/sample-snapshot.ts";
import { foundTenant, testApp } from "../../testing/test-app.ts";
import { useDatabase } from "../../testing/test-database.ts";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const database = useDatabase();

test("a step shows its last snapshot, and nulls where the host was silent", async (ctx) => {
  const db = await database(ctx);
  const tenant = await foundTenant(db, testApp(db));
  const { hostId, push } = await tenant.enrol();
  await push(...[-55, -35, -31, -30].map((seconds) => sampleSnapshot(NOW + seconds * 1000, { used: -seconds * 100 })));
  const host = await tenant.stores.hosts.find(hostId);
  const points = await tenant.stores.series.raw(host?.id ?? 0, NOW - 60_000, NOW, 10_000);
  expect(points.map(({ atMs, usedPermille }) => [(atMs - NOW) / 1000, usedPermille])).toEqual([
    [-50, Math.ceil(5_500_000 / 28_232)],
    [-40, null],
    [-30, Math.ceil(3_000_000 / 28_232)],
    [-20, null],
    [-10, null],
    [0, null],
  ]);
  expect(points[0]).toMatchObject({ tightestAddress: "10.4.7.21", tightestPort: 6379, closesTenths: 35 });
});
