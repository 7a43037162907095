import type { PortFailure } from "@berth/shared/domain/host/failure.ts";
import type { Snapshot, Tuple } from "@berth/shared/domain/host/snapshot.ts";
import { buildNamespace, buildTuple, DEFAULT_CAPACITY } from "@berth/shared/testing/build-snapshot.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AgentTrial, type Looks, withAgent } from "../testing/agent-trial.ts";
import { emptySnapshot } from "../testing/empty-snapshot.ts";
import { accept, forgetful, problem, ScriptedServer } from "../testing/scripted-server.ts";
import { endsFrame } from "./sample-schedule.ts";
import type { AgentSettings } from "./server-answer.ts";

let server: ScriptedServer;
beforeEach(async () => {
  server = new ScriptedServer();
  await server.listen();
});
afterEach(() => server.close());

/** No frame of these ends while a test looks. */
const LONG_FRAMES: Partial<AgentSettings> = { frameSamples: 60 };
const LOOKS = 9;
const calm = buildNamespace();
const withTuple = (usedRatio: number): Partial<Snapshot> => ({
  namespaces: [{ ...calm, tuples: [buildTuple({ used: Math.round(usedRatio * DEFAULT_CAPACITY) })] }],
});

/** Which looks each request carried; every request is answered before the agent looks again. At the last look it is told to stop. */
async function requestsOf(looks: Omit<Looks, "afterSample">, count = LOOKS, inspect: (trial: AgentTrial) => void = () => undefined) {
  await withAgent(
    server.url,
    async (trial) => {
      trial.clock.settled = trial.answered;
      await trial.agent.run();
      expect(server.orphans).toEqual([]);
      inspect(trial);
    },
    {
      settings: LONG_FRAMES,
      says: () => ({ namespaces: [calm] }),
      ...looks,
      afterSample: (look, { stop }) => void (look === count && stop.abort()),
    },
  );
  return server.requests.map(({ lines }) => lines.map(({ sequence }) => sequence));
}

const failureAt = (atMs: number, port: number): PortFailure => ({
  atMs,
  errno: 99,
  operation: "connect",
  protocol: "tcp",
  source: null,
  destination: { address: "10.4.7.21", port },
  process: "orders",
  count: 1,
});

describe("the resident agent's requests", () => {
  it("carry the first sample at once, nothing while all is well, and the rest when it is told to stop", async () => {
    expect(await requestsOf({})).toEqual([[1], [2, 3, 4, 5, 6, 7, 8, 9]]);
  });

  it("carry a frame of samples at the host's own points of the clock", async () => {
    const [first, ...frames] = await requestsOf({ settings: { frameSamples: 5 } }, 19);
    expect(first).toEqual([1]);
    expect(frames.map((looks) => looks.length)).toEqual([4, 5, 5, 4]);
    const endsAt = server.requests.map(({ lines }) => lines.at(-1)!).map(({ capturedAtMs, sequence }) => capturedAtMs - sequence);
    expect(endsAt.slice(1, -1).every((atMs) => endsFrame("host_a", 10, 5, atMs))).toBe(true);
  });

  it("carry what waits as soon as the verdict has changed, for the worse or the better, and not again while it stays", async () => {
    const says = (look: number) => ({ namespaces: [calm], conntrack: { count: look >= 3 && look <= 5 ? 8 : 1, max: 10, buckets: null } });
    expect(await requestsOf({ says })).toEqual([[1], [2, 3, 4], [5, 6, 7], [8, 9]]);
  });

  it("carry what waits as soon as another check decides, though the verdict is as bad", async () => {
    const conntrack = { count: 8, max: 10, buckets: null };
    const says = (look: number) => ({ ...withTuple(look < 5 ? 0.7 : 0.1), conntrack });
    const requests = await requestsOf({ says });
    expect(requests).toEqual([[1], [2, 3, 4, 5, 6], [7, 8, 9]]);
  });

  it("carry every sample by itself while the host fails, and the first in which the same check only warns", async () => {
    const countIn = (look: number) => (look < 3 ? 1 : look < 6 ? 95 : 80);
    const says = (look: number) => ({ namespaces: [calm], conntrack: { count: countIn(look), max: 100, buckets: null } });
    expect(await requestsOf({ says })).toEqual([[1], [2, 3, 4], [5], [6], [7], [8, 9]]);
  });

  it("carry what waits as soon as a failure is new, though it changes no verdict", async () => {
    const hourAgo = Date.UTC(2026, 10, 24) - 3_600_000;
    const known = failureAt(hourAgo, 443);
    const says = (look: number) => ({
      namespaces: [calm],
      isTraced: true,
      failures: look < 4 ? [known] : [known, failureAt(hourAgo + 1, 6_379)],
    });
    expect(await requestsOf({ says })).toEqual([[1], [2, 3, 4], [5, 6, 7, 8, 9]]);
  });

  it("carry every sample by itself while somebody watches, until an answer says otherwise", async () => {
    server.script.push(accept({ isWatched: true }), accept({ isWatched: true }), accept({ isWatched: false }));
    expect(await requestsOf({})).toEqual([[1], [2], [3], [4, 5, 6, 7, 8, 9]]);
  });

  it("carry every sample by itself to a server that knows no frames", async () => {
    server.script.push(...Array.from({ length: 4 }, () => accept({ isWatched: undefined, needsSetup: undefined })));
    expect(await requestsOf({}, 4)).toEqual([[1], [2], [3], [4]]);
  });

  it("carry the first sample after a change of settings, which hold from then on and after a restart", async () => {
    server.script.push(accept({ settings: { version: 1, sampleSeconds: 10, frameSamples: 3 } }));
    const requests = await requestsOf({}, 12, ({ lines, folder }) => {
      expect(lines).toContain("info the server asks for 3 snapshots in a request while nothing is wrong");
      expect(new TextDecoder().decode(folder.read("agent.json")!)).toContain('"frameSamples": 3');
    });
    expect(requests.slice(0, 2)).toEqual([[1], [2]]);
    expect(requests.slice(3, -1).every((looks) => looks.length === 3)).toBe(true);
    expect(requests.length).toBeGreaterThan(5);
  });

  it("carry the first sample after its clock was corrected, since the server refused what came before", async () => {
    server.script.push(problem(422, "clock-out-of-window", { serverNowMs: Date.UTC(2026, 10, 23) }));
    // The answer to the second says that the clock was right all along.
    expect(await requestsOf({})).toEqual([[1], [2], [3], [4, 5, 6, 7, 8, 9]]);
    expect(server.stored).toHaveLength(8);
  });

  it("carry the first sample of a new setup, and the setup with it", async () => {
    const says = (look: number) => ({
      namespaces: [calm],
      host: { ...emptySnapshot.host, labels: { role: look < 4 ? "web" : "queue" } },
    });
    expect(await requestsOf({ says })).toEqual([[1], [2, 3, 4], [5, 6, 7, 8, 9]]);
    const carried = server.requests.flatMap(({ lines }) => lines.filter(({ setup }) => setup).map(({ sequence }) => sequence));
    expect(carried).toEqual([1, 4]);
  });

  it("carry the next sample, with its setup, where the server has lost it", async () => {
    server.script.push(accept(), forgetful(server));
    const says = (look: number) => ({ namespaces: [calm], failures: look < 4 ? [] : [failureAt(0, 443)] });
    expect(await requestsOf({ says })).toEqual([[1], [2, 3, 4], [5], [6, 7, 8, 9]]);
    expect(server.requests[2]!.lines[0]!.setup).toBeDefined();
  });

  it("carry a sample that could not be judged at once; that is said once, and nothing is lost", async () => {
    // Whole on the wire, and a stumbling block to whoever reads the list itself.
    const tuples: Tuple[] = Object.assign([null as never], { toJSON: () => [] });
    const says = (look: number) => ({ namespaces: [look === 4 || look === 5 ? { ...calm, tuples } : calm] });
    const requests = await requestsOf({ says }, LOOKS, ({ lines }) => {
      expect(lines.filter((line) => line.includes("could not be judged here"))).toHaveLength(1);
    });
    expect(requests).toEqual([[1], [2, 3, 4], [5], [6], [7, 8, 9]]);
  });

  it("say by themselves that a host is well again when its clock was set back meanwhile", async () => {
    const hour = 3_600_000;
    const says = (look: number, nowMs: number) => ({
      ...withTuple(look < 3 ? 0.7 : 0.1),
      capturedAtMs: nowMs + look - (look < 3 ? 0 : hour),
    });
    expect(await requestsOf({ says: (look, clock) => says(look, clock.nowMs()) })).toEqual([[1], [2, 3], [4, 5, 6, 7, 8, 9]]);
  });
});

it("joins what it stored to the snapshots that were taken", async () => {
  await requestsOf({ says: (look) => ({ namespaces: [calm], host: { ...emptySnapshot.host, uptimeMs: look } }) });
  expect(server.snapshots.map(({ host }) => host.uptimeMs)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
