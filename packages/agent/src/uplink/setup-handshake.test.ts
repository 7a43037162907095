import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accept, dieAfterStoring, forgetful, ScriptedServer, status } from "../testing/scripted-server.ts";
import { emptySpool, type UplinkTrial, withUplink } from "../testing/uplink-trial.ts";

let server: ScriptedServer;
beforeEach(async () => {
  server = new ScriptedServer();
  await server.listen();
});
afterEach(() => server.close());

/** The role in the setup that each line of each request carried, null where it carried none. */
const carried = () => server.requests.map(({ lines }) => lines.map(({ setup }) => setup?.host.labels.role ?? null));

/** One request for each list of stamps. */
async function push({ append, loop }: UplinkTrial, ...requests: number[][]): Promise<void> {
  for (const stamps of requests) {
    append(...stamps);
    await loop.pushOnce();
  }
}

describe("a setup", () => {
  it("is sent once, and from then on named", () =>
    withUplink(server.url, async (uplink) => {
      await push(uplink, [1], [2], [3, 4]);
      expect(carried()).toEqual([["web"], [null], [null, null]]);
      expect(server.snapshots.map(({ host }) => host.labels.role)).toEqual(["web", "web", "web", "web"]);
    }));

  it("is sent with the first line of a request that names another than the last, and not twice", () =>
    withUplink(
      server.url,
      async (uplink) => {
        await push(uplink, [1, 2], [13, 4, 15, 16], [17], [8]);
        expect(carried()).toEqual([["tens 0", null], ["tens 1", null, null, null], [null], ["tens 0"]]);
        expect(server.orphans).toEqual([]);
      },
      (stamp) => `tens ${Math.floor(stamp / 10)}`,
    ));

  it("counts as known only by the answer: it is sent again where none came", () =>
    withUplink(server.url, async (uplink) => {
      server.script.push(status(503), dieAfterStoring("before"));
      await push(uplink, [1], [], [], [2]);
      expect(carried()).toEqual([["web"], ["web"], ["web"], [null]]);
    }));

  it("is sent again with the next request where the server has lost it, which wants the next sample at once", () =>
    withUplink(server.url, async (uplink) => {
      server.script.push(accept(), forgetful(server));
      await push(uplink, [1]);
      expect(uplink.loop.wantsEverySample).toBe(false);
      await push(uplink, [2]);
      expect(uplink.loop.wantsEverySample).toBe(true);
      await push(uplink, [3], [4]);
      expect(uplink.loop.wantsEverySample).toBe(false);
      expect(carried()).toEqual([["web"], [null], ["web"], [null]]);
    }));

  it("is sent again after a restart, also with snapshots that an earlier process left whole", () =>
    withUplink(server.url, async (uplink) => {
      await push(uplink, [1]);
      uplink.append(2, 3);
      await emptySpool({ loop: uplink.restarted(), spool: uplink.spool });
      expect(carried()).toEqual([["web"], ["web", null]]);
    }));

  it("is sent again under a new credential", () =>
    withUplink(server.url, async (uplink) => {
      await push(uplink, [1]);
      uplink.sender.credential += "0";
      await push(uplink, [2], [3]);
      expect(carried()).toEqual([["web"], ["web"], [null]]);
    }));

  it("goes with the next line where the one that carried it was refused", () =>
    withUplink(server.url, async (uplink) => {
      server.script.push(({ response }) => void response.writeHead(413).end());
      await push(uplink, [1], [2]);
      expect(carried()).toEqual([["web"], ["web"]]);
      expect(server.stored).toEqual([2]);
    }));
});
