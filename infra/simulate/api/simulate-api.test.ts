import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../../apps/api/src/app.ts";
import { type EmbeddedDatabase, openPglite } from "../../../apps/api/src/db/connect/pglite.ts";
import { foundTenant, testApp } from "../../../apps/api/src/testing/test-app.ts";
import { listenOnOneOrigin, type OneOriginServer } from "../../local/one-origin-server.ts";
import { MINUTE_MS } from "../durations.ts";
import { fleetModel } from "../fleet-model.ts";
import { BadOption } from "../simulate-options.ts";
import { enrolHosts } from "./enrol-hosts.ts";
import { FRAME_MS, framesOf } from "./frames.ts";
import { postFrame } from "./post-frame.ts";

const HOSTS = 4;
let db: EmbeddedDatabase;
let server: OneOriginServer;
let tenant: Awaited<ReturnType<typeof foundTenant>>;
let api: ReturnType<typeof testApp>;

beforeAll(async () => {
  db = await openPglite();
  await db.migrate();
  api = testApp(db);
  api.clock.nowMs = Date.now();
  tenant = await foundTenant(db, api);
  server = await listenOnOneOrigin({ listen: "127.0.0.1", port: 0 });
  const app = createApp(api.dependencies);
  server.open({ api: (request) => app.fetch(request, {}, api.background.context), pages: (_, response) => void response.end() });
}, 120_000);
afterAll(async () => {
  await server.close(1_000);
  await api.background.settle();
  await db.close();
});

describe("a simulated fleet through the API", () => {
  const atMs = Math.floor(Date.now() / FRAME_MS) * FRAME_MS - 10 * MINUTE_MS;
  const model = fleetModel({ hosts: HOSTS, seed: 5, firstMs: atMs - (atMs % 86_400_000) });
  const urlOf = () => `http://127.0.0.1:${server.port}`;
  const enrol = (tokens: string[]) => enrolHosts(urlOf(), tokens, model, { seed: 5, connections: 2 });

  it("enrols with one token after the other, and its frames are taken", async () => {
    const agents = await enrol([await tenant.newEnrolmentToken(3), await tenant.newEnrolmentToken(3)]);
    expect(agents.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    for (const fromMs of [atMs, atMs + FRAME_MS]) {
      const frames = [...framesOf(model, agents, fromMs)];
      expect(frames).toHaveLength(HOSTS);
      for (const frame of frames) expect(await postFrame(urlOf(), frame)).toBe(true);
    }
    await api.background.settle();
    const { summary } = await tenant.stores.fleet.page({ asOfMs: Date.now(), missedSamplesMax: 2 }, 10, null);
    expect(summary).toMatchObject({ hosts: HOSTS, never: 0 });
  });

  it("says what to do when its tokens are used up", async () => {
    await expect(enrol([await tenant.newEnrolmentToken(2)])).rejects.toThrow(BadOption);
  });
});
