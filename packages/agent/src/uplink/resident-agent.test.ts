import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AgentTrial, credentialOf, type Looks, withAgent as withAgentOf } from "../testing/agent-trial.ts";
import type { ManualClock } from "../testing/manual-clock.ts";
import { accept, type Behaviour, problem, ScriptedServer, status } from "../testing/scripted-server.ts";
import { readEnrolment, writeEnrolment } from "./enrolment.ts";

let server: ScriptedServer;
beforeEach(async () => {
  server = new ScriptedServer();
  await server.listen();
});
afterEach(() => server.close());

const withAgent = (work: (trial: AgentTrial) => Promise<void>, looks?: Looks) => withAgentOf(server.url, work, looks);

const stopAfter =
  (looks: number) =>
  (look: number, { stop }: AgentTrial) => {
    if (look >= looks && server.requests.length > 0) stop.abort();
  };

/** Lets the request of this look be answered before the agent looks again. */
const answeredFirst = (clock: ManualClock) => {
  clock.isHeld = true;
};

describe("resident agent", () => {
  it("samples and delivers until it is told to stop, and says little", () =>
    withAgent(
      async ({ agent, lines }) => {
        expect(await agent.run()).toBe(true);
        expect(server.stored.length).toBeGreaterThanOrEqual(1);
        expect(lines[0]).toMatch(/^info berth-agent .* runs as host_a, a snapshot every 10 seconds to http:/);
        expect(lines).toContain("info first snapshot delivered");
        expect(lines.at(-1)).toMatch(/^info stopped/);
      },
      { afterSample: stopAfter(3) },
    ));

  it("looks and delivers at once when somebody was refused a port; the next of a bunch share a look", () =>
    withAgent(
      async ({ agent, clock, queues }) => {
        clock.isHeld = true;
        await agent.run();
        expect(queues).toHaveLength(3);
        expect(clock.waits.filter((ms) => ms === 2_000)).toHaveLength(1);
        const [first, second] = server.stored as [number, number];
        expect(second - first).toBeLessThan(1_000);
      },
      {
        afterSample: async (look, { clock, fail, stop }) => {
          while (server.stored.length < look) await new Promise((resolve) => setImmediate(resolve));
          if (look === 3) return stop.abort();
          fail();
          if (look === 1) return;
          fail();
          setImmediate(() => {
            clock.advance(2_000);
            fail();
          });
        },
      },
    ));

  it("goes on after a look that failed", () =>
    withAgent(
      async ({ agent, lines }) => {
        await agent.run();
        expect(lines).toContain("warn no snapshot this time: the kernel is out");
        expect(server.stored.length).toBeGreaterThanOrEqual(1);
      },
      { isBlind: (look) => look === 1, afterSample: stopAfter(4) },
    ));

  it("delivers what an earlier process left, although it sees nothing itself", () =>
    withAgent(
      async ({ agent, clock, answered }) => {
        server.script.push(status(503));
        await agent.runOnce();
        clock.settled = answered;
        await agent.run();
        expect(server.requests).toHaveLength(2);
        expect(server.stored).toHaveLength(1);
      },
      { isBlind: (look) => look > 1, afterSample: (look, { stop }) => void (look === 4 && stop.abort()) },
    ));

  it("--once delivers what waited together with the new snapshot", () =>
    withAgent(async ({ agent }) => {
      server.script.push(status(503));
      expect(await agent.runOnce()).toBe(false);
      expect(await agent.runOnce()).toBe(true);
      expect(server.stored).toHaveLength(2);
    }));

  it("--once says so when its snapshot was refused", () =>
    withAgent(async ({ agent, lines }) => {
      server.script.push(problem(400, "invalid-request"));
      expect(await agent.runOnce()).toBe(false);
      expect(lines).toEqual(["warn the server refused a snapshot for good, it is dropped (400 invalid-request: invalid-request.)"]);
    }));

  it("tells each snapshot what waits and what was lost before it", () =>
    withAgent(async ({ agent, queues }) => {
      server.script.push(problem(400, "invalid-request"), status(503));
      for (let look = 0; look < 3; look++) await agent.runOnce();
      expect(queues).toEqual([
        { spooled: 0, dropped: 0 },
        { spooled: 0, dropped: 1 },
        { spooled: 1, dropped: 1 },
      ]);
    }));

  it("stamps later snapshots by the server's clock after a refusal, and never touches one that waits", () =>
    withAgent(async ({ agent, clock, lines }) => {
      const hour = 3_600_000;
      const serverNowMs = clock.nowMs() - hour;
      const tooEarly = problem(422, "clock-out-of-window", { serverNowMs });
      server.script.push(status(503), tooEarly, tooEarly, accept({ serverNowMs }), accept({ serverNowMs }));
      await agent.runOnce();
      await agent.runOnce();
      await agent.runOnce();
      expect(server.stored).toEqual([clock.nowMs() + 2, clock.nowMs() - hour + 3]);
      expect(lines).toContain("warn this host's clock is 3600 seconds ahead; later snapshots are stamped by the server's");
    }));

  it("takes up the server's interval at once and keeps it for the next start", () =>
    withAgent(
      async ({ agent, clock, folder, lines }) => {
        answeredFirst(clock);
        server.script.push(accept({ settings: { version: 2, sampleSeconds: 300 } }));
        await agent.run();
        expect(lines).toContain("info the server asks for a snapshot every 300 seconds");
        expect(readEnrolment(folder)?.settings).toEqual({ version: 2, sampleSeconds: 300, frameSamples: 6 });
        expect(clock.waits[1]).toBeGreaterThan(100_000);
      },
      {
        afterSample: (_look, { stop, lines }) => {
          const wait = setInterval(() => {
            if (!lines.some((line) => line.includes("300 seconds"))) return;
            clearInterval(wait);
            setImmediate(() => stop.abort());
          }, 1);
        },
      },
    ));

  it("uses a new credential of the same host without a restart", () =>
    withAgent(async ({ agent, folder, enrolment, lines }) => {
      server.script.push(onlyFor("a2"), onlyFor("a2"));
      expect(await agent.runOnce()).toBe(false);
      expect(lines.at(-1)).toMatch(/^warn the server does not accept this host's credential \(401\)/);
      writeEnrolment(folder, { ...enrolment, credential: credentialOf("a2") });
      expect(await agent.runOnce()).toBe(true);
      expect(server.stored).toHaveLength(2);
    }));

  it("sends nothing that waited for one enrolment under another", () =>
    withAgent(async ({ agent, folder, enrolment, lines }) => {
      server.script.push(problem(401, "token-rejected"));
      await agent.runOnce();
      writeEnrolment(folder, { ...enrolment, hostId: "host_b", credential: credentialOf("b") });
      await agent.runOnce();
      expect(lines.at(-1)).toBe("warn this host was enrolled anew; 2 snapshots of the earlier enrolment dropped");
      expect(server.stored).toEqual([]);
    }));
});

const onlyFor =
  (name: string): Behaviour =>
  (exchange) =>
    (exchange.request.headers.authorization === `Bearer ${credentialOf(name)}` ? accept() : problem(401, "token-rejected"))(exchange);
