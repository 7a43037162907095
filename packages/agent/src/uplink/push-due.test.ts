import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { gate } from "../testing/gate.ts";
import { accept, ScriptedServer, status } from "../testing/scripted-server.ts";
import { type UplinkTrial, upTo, withUplink } from "../testing/uplink-trial.ts";

let server: ScriptedServer;
beforeEach(async () => {
  server = new ScriptedServer();
  await server.listen();
});
afterEach(() => server.close());

const counts = () => server.requests.map(({ count }) => count);
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Appends stamps one by one; none of them is worth a request. */
async function trickle({ append, loop }: UplinkTrial, stamps: readonly number[]): Promise<void> {
  for (const stamp of stamps) {
    append(stamp);
    loop.notify(false);
    await turn();
  }
}

describe("what waits", () => {
  it("goes out as one request once a frame of it waits, and not before", () =>
    withUplink(server.url, async (uplink) => {
      const running = uplink.loop.run();
      await trickle(uplink, upTo(5));
      expect(counts()).toEqual([]);
      await trickle(uplink, [5]);
      while (uplink.spool.size > 0) await turn();
      expect(counts()).toEqual([6]);
      await uplink.loop.stop(running);
    }));

  it("goes out at once with a snapshot that must not wait; what came while it was sent waits for its own frame", () =>
    withUplink(server.url, async (uplink) => {
      const [arrived, go] = [gate(), gate()];
      server.script.push(async (exchange) => {
        arrived.open();
        await go.opened;
        await accept()(exchange);
      });
      const running = uplink.loop.run();
      await trickle(uplink, [0, 1]);
      uplink.append(2);
      uplink.loop.notify(true);
      await arrived.opened;
      await trickle(uplink, [3]);
      go.open();
      while (uplink.spool.size > 1) await turn();
      await turn();
      expect(counts()).toEqual([3]);
      uplink.clock.isHeld = true;
      await uplink.loop.stop(running);
    }));

  it("goes out to the last frame once a server that was away is back", () =>
    withUplink(server.url, async (uplink) => {
      const [away, back] = [gate(), gate()];
      server.script.push(async (exchange) => {
        away.open();
        await back.opened;
        status(503)(exchange);
      });
      const running = uplink.loop.run();
      uplink.append(0);
      uplink.loop.notify(true);
      await away.opened;
      await trickle(uplink, upTo(123).slice(1));
      back.open();
      while (uplink.spool.size > 3) await turn();
      await turn();
      expect(counts()).toEqual([1, 60, 60]);
      uplink.clock.isHeld = true;
      await uplink.loop.stop(running);
      expect(server.stored).toEqual(upTo(123));
    }));

  it("goes out when the agent is told to stop, within its grace", () =>
    withUplink(server.url, async (uplink) => {
      uplink.clock.isHeld = true;
      const running = uplink.loop.run();
      await trickle(uplink, [0, 1]);
      await uplink.loop.stop(running);
      expect(counts()).toEqual([2]);
      expect(uplink.spool.size).toBe(0);
    }));

  it("stays where it is when the agent is told to stop and the server is away: one more try, no longer than the grace", () =>
    withUplink(server.url, async (uplink) => {
      server.script.push(status(503));
      uplink.clock.isHeld = true;
      const running = uplink.loop.run();
      await trickle(uplink, [0, 1]);
      await uplink.loop.stop(running);
      expect(counts()).toEqual([2]);
      expect(uplink.spool.size).toBe(2);
      expect(uplink.clock.waits).toEqual([1_500]);
    }));
});
