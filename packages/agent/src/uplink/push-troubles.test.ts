import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accept, type Behaviour, dieAfterStoring, forgetful, problem, ScriptedServer, status } from "../testing/scripted-server.ts";
import { snapshotAt, upTo, withUplink } from "../testing/uplink-trial.ts";

let server: ScriptedServer;
beforeEach(async () => {
  server = new ScriptedServer();
  await server.listen();
});
afterEach(() => server.close());

describe("push loop in trouble", () => {
  const troubles: Record<string, () => Behaviour> = {
    "500": () => status(500),
    "502 page": () => status(502),
    "200 page": () => status(200),
    "400 page": () => status(400),
    "404": () => status(404),
    redirect: () => status(302, { location: "http://127.0.0.1:1/" }),
    "429": () => status(429, { "retry-after": "7" }),
    "dies unheard":
      () =>
      ({ response }) =>
        void response.socket?.destroy(),
    "dies after storing": () => dieAfterStoring("before"),
    "dies mid-answer": () => dieAfterStoring("middle"),
    "401": () => problem(401, "token-rejected"),
    "too large a batch": () => (exchange) => (exchange.lines.length > 1 ? problem(413, "payload-too-large") : accept())(exchange),
    "lost its setups": () => forgetful(server),
    "asks for what it knows": () => accept({ needsSetup: true }),
    watches: () => accept({ isWatched: true }),
    accepts: () => accept(),
  };

  /** What happens on the host between two rounds of delivery. */
  const turns = ["nothing", "restart", "enrolled again"] as const;

  it("delivers everything once, in order and with a setup that was sent before, in any sequence", { timeout: 60_000 }, async () => {
    const round = fc.record({
      names: fc.array(fc.constantFrom(...Object.keys(troubles)), { maxLength: 6 }),
      count: fc.integer({ min: 1, max: 70 }),
      turn: fc.constantFrom(...turns),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 30 }), async (rounds, setupLasts) => {
        server.forgetAll();
        const roleAt = (stamp: number) => `role ${Math.floor(stamp / setupLasts) % 3}`;
        await withUplink(
          server.url,
          async (uplink) => {
            let [loop, appended] = [uplink.loop, 0];
            let running = loop.run();
            for (const { names, count, turn } of rounds) {
              server.script.splice(0, Infinity, ...names.map((name) => troubles[name]!()));
              uplink.append(...upTo(count).map((index) => appended + index));
              appended += count;
              if (turn === "restart") {
                await loop.stop(running);
                loop = uplink.restarted();
                running = loop.run();
              }
              if (turn === "enrolled again") uplink.sender.credential = `${uplink.sender.credential}0`;
              loop.notify(true);
              while (uplink.spool.size > 0) await new Promise((resolve) => setImmediate(resolve));
            }
            await loop.stop(running);
            expect(server.orphans).toEqual([]);
            expect(server.snapshots).toEqual(upTo(appended).map((stamp) => snapshotAt(stamp, roleAt(stamp))));
            expect(uplink.spool.dropped).toBe(0);
          },
          roleAt,
        );
      }),
      { numRuns: 40 },
    );
  });
});
