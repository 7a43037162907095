import { beforeEach, describe, expect, test } from "vitest";
import { sampleSnapshot } from "../../testing/sample-snapshot.ts";
import { foundTenant, testApp } from "../../testing/test-app.ts";
import { useDatabase } from "../../testing/test-database.ts";
import type { InteractiveDatabase } from "../connect/database.ts";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const database = useDatabase();
let db: InteractiveDatabase;

beforeEach(async (ctx) => {
  db = await database(ctx);
});

async function hostWith(...capturedAtMs: number[]) {
  const tenant = await foundTenant(db, testApp(db));
  const { hostId, push } = await tenant.enrol();
  await push(...capturedAtMs.map((atMs) => sampleSnapshot(atMs)));
  const host = await tenant.stores.hosts.find(hostId);
  if (!host?.judgement) throw new Error("not judged");
  return { judgements: tenant.stores.judgements, id: host.id, judgement: host.judgement, find: () => tenant.stores.hosts.find(hostId) };
}

describe("a judgement", () => {
  test("is kept only for the snapshot that is still the newest", async () => {
    const { judgements, id, judgement, find } = await hostWith(NOW - 10_000, NOW);
    const verdict = { ...judgement.verdict, status: "fail" as const };
    expect(await judgements.keep(id, NOW - 10_000, NOW, { ...judgement, verdict }, null)).toBe(false);
    expect((await find())?.judgement?.verdict.status).not.toBe("fail");
    expect(await judgements.keep(id, NOW, NOW, { ...judgement, verdict }, null)).toBe(true);
    expect((await find())?.judgement?.verdict.status).toBe("fail");
  });

  test("sees the newest snapshot of each minute before, oldest first, without strips", async () => {
    const minutes = [0, 10, 20, 60, 70, 130].map((seconds) => NOW - 600_000 + seconds * 1000);
    const { judgements, id } = await hostWith(...minutes);
    const history = await judgements.history(id, NOW - 3_600_000, NOW, 60_000);
    expect(history.map(({ capturedAtMs }) => (capturedAtMs - NOW + 600_000) / 1000)).toEqual([20, 70, 130]);
    expect(history[0]).toEqual({
      ...sampleSnapshot(minutes[2] as number),
      namespaces: [{ ...sampleSnapshot(NOW).namespaces[0], strip: null }],
    });
  });
});
