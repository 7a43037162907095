import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { gate } from "../testing/gate.ts";
import { accept, problem, refusing, ScriptedServer, status } from "../testing/scripted-server.ts";
import { CREDENTIAL, emptySpool, type UplinkTrial, upTo, withUplink as withUplinkTo } from "../testing/uplink-trial.ts";

let server: ScriptedServer;
beforeEach(async () => {
  server = new ScriptedServer();
  await server.listen();
});
afterEach(() => server.close());

const withUplink = (work: (uplink: UplinkTrial) => Promise<void>) => withUplinkTo(server.url, work);

describe("push loop", () => {
  it("pushes a live snapshot as one JSON document and keeps one connection for the next", () =>
    withUplink(async (uplink) => {
      const running = uplink.loop.run();
      for (const stamp of [1, 2, 3]) {
        uplink.append(stamp);
        uplink.loop.notify(true);
        while (uplink.spool.size > 0) await new Promise((resolve) => setImmediate(resolve));
      }
      await uplink.loop.stop(running);
      expect(server.stored).toEqual([1, 2, 3]);
      expect(server.connections).toBe(1);
      const { headers, path } = server.requests[0]!;
      expect(path).toBe("/v1/snapshots");
      expect(headers).toMatchObject({
        authorization: `Bearer ${CREDENTIAL}`,
        "content-type": "application/json",
        "content-encoding": "gzip",
        "berth-settings-version": "7",
      });
    }));

  it("delivers a backlog in order, sixty snapshots to a request of lines", () =>
    withUplink(async (uplink) => {
      uplink.append(...upTo(150));
      await emptySpool(uplink);
      expect(server.stored).toEqual(upTo(150));
      expect(server.requests.map(({ count }) => count)).toEqual([60, 60, 30]);
      expect(server.requests[0]!.headers["content-type"]).toBe("application/x-ndjson");
    }));

  it.each([200, 204, 302, 400, 403, 404, 422, 500, 502])(
    "keeps a snapshot that something other than Berth answers with a %d page",
    (code) =>
      withUplink(async (uplink) => {
        server.script.push(status(code));
        uplink.append(1);
        await uplink.loop.pushOnce();
        expect(uplink.spool.size).toBe(1);
        await uplink.loop.pushOnce();
        expect(server.stored).toEqual([1]);
      }),
  );

  it("keeps everything while the server is away and delivers it in order when it is back", () =>
    withUplink(async (uplink) => {
      await server.close();
      uplink.append(1);
      const running = uplink.loop.run();
      uplink.loop.notify(true);
      while (uplink.events.length < 3) await new Promise((resolve) => setImmediate(resolve));
      uplink.append(2, 3);
      uplink.loop.notify(true);
      await server.listen();
      while (uplink.spool.size > 0) await new Promise((resolve) => setImmediate(resolve));
      await uplink.loop.stop(running);
      expect(uplink.events).toContain("unavailable ECONNREFUSED");
      expect(server.stored).toEqual([1, 2, 3]);
    }));

  it("backs off further with every failure, to a minute at most, and honours Retry-After", () =>
    withUplink(async (uplink) => {
      server.script.push(...upTo(9).map(() => status(503)), status(503, { "retry-after": "120" }));
      uplink.append(1);
      await emptySpool(uplink);
      expect(uplink.clock.waits.slice(0, 10)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 120_000]);
    }));

  it("retries seldom, and sends nothing meanwhile, once the credential is refused", () =>
    withUplink(async (uplink) => {
      server.script.push(problem(401, "token-rejected"), problem(401, "token-rejected"));
      uplink.append(1);
      await emptySpool(uplink);
      expect(uplink.events).toEqual(["unauthorized", "unauthorized", "delivered 1"]);
      expect(uplink.clock.waits.slice(0, 2)).toEqual([225_000, 225_000]);
    }));

  it("drops exactly the snapshots that the server refuses for good, out of the middle of a batch", () =>
    withUplink(async (uplink) => {
      server.script.push(...upTo(40).map(() => refusing([4, 17])));
      uplink.append(...upTo(30));
      await emptySpool(uplink);
      expect(server.stored).toEqual(upTo(30).filter((stamp) => stamp !== 4 && stamp !== 17));
      expect(uplink.spool.dropped).toBe(2);
      expect(uplink.events.filter((event) => event.startsWith("refused"))).toEqual(upTo(2).map(() => "refused 422 clock-out-of-window"));
    }));

  it("learns the server's time from a refused stamp", () =>
    withUplink(async (uplink) => {
      server.script.push(problem(422, "clock-out-of-window", { serverNowMs: uplink.clock.nowMs() - 3_600_000 }));
      uplink.append(1);
      await emptySpool(uplink);
      expect(uplink.offset.offsetMs).toBe(-3_600_000);
    }));

  it("passes on settings that come with a receipt, and ignores those that are out of bounds", () =>
    withUplink(async (uplink) => {
      server.script.push(accept({ settings: { version: 2, sampleSeconds: 1 } }), accept({ settings: { version: 2, sampleSeconds: 30 } }));
      for (const stamp of [1, 2]) {
        uplink.append(stamp);
        await uplink.loop.pushOnce();
      }
      expect(uplink.events).toEqual(["delivered 1", "settings 30", "delivered 1"]);
    }));

  it("gives up a request that hangs when it is told to stop, and keeps its snapshot", () =>
    withUplink(async (uplink) => {
      const hanging = gate();
      server.script.push(() => hanging.open());
      uplink.append(1);
      const running = uplink.loop.run();
      uplink.loop.notify(true);
      await hanging.opened;
      await uplink.loop.stop(running);
      expect(uplink.spool.size).toBe(1);
      expect(uplink.clock.waits).toEqual([1_500]);
    }));

  it("lets a request that is being answered end when it is told to stop", () =>
    withUplink(async (uplink) => {
      const [arrived, go] = [gate(), gate()];
      server.script.push(async (exchange) => {
        arrived.open();
        await go.opened;
        await accept()(exchange);
      });
      uplink.append(1);
      uplink.clock.isHeld = true;
      const running = uplink.loop.run();
      uplink.loop.notify(true);
      await arrived.opened;
      const stopped = uplink.loop.stop(running);
      go.open();
      await stopped;
      expect(uplink.spool.size).toBe(0);
    }));
});
