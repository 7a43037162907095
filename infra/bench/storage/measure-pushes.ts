import { SAMPLE_MS } from "../../simulate/durations.ts";
import { FRAME_MS, loadFrame } from "../../simulate/load/load-raw.ts";
import { type BenchAgent, giveCredentials, requestsOf } from "./bench-agents.ts";
import { type BenchCluster, readNumber } from "./bench-cluster.ts";
import type { BenchServer } from "./bench-server.ts";
import { insertCeiling } from "./insert-ceiling.ts";
import type { LoadedFleet } from "./loaded-fleet.ts";
import { atLeast, atMost, type MeasuredRow, noted } from "./measured-row.ts";
import type { PushLoad } from "./push-load.ts";
import { type LoadFigures, runLoad } from "./run-load.ts";
import { medianOf } from "./timings.ts";

/** As many as one process remembers. */
const AGENTS_MAX = 500;
const CLIENTS = 8;
const FRAME_SAMPLES = 6;
/** As far back as a judgement looks. */
const HISTORY_MS = 30 * 60_000;
const SINGLES = 4_000;
const FRAMES = 2_000;
const PACED_SECONDS = 6;

/** What it costs to take snapshots in over HTTP, one a request and six a request, with and without the judgement that follows. */
export async function measurePushes(cluster: BenchCluster, server: BenchServer, fleet: LoadedFleet): Promise<MeasuredRow[]> {
  const agents = await giveCredentials(cluster.db, fleet, Math.min(AGENTS_MAX, fleet.hostIds.length));
  const few = { ...fleet.model, hosts: fleet.model.hosts.slice(0, agents.length) };
  const earliestMs = await readNumber(
    cluster.admin,
    "select min(captured_at_ms) from berth.snapshot where body is not null and earlier is not null",
  );
  for (let at = earliestMs - (earliestMs % FRAME_MS) - FRAME_MS; at > fleet.endMs - HISTORY_MS; at -= FRAME_MS)
    await loadFrame(cluster.db, fleet, few, at);

  const time = { atMs: fleet.endMs };
  /** Enough rounds of all agents, minutes apart. */
  const requests = (count: number, samples: number, bringsSetup = false): PushLoad["requests"] => {
    const made: PushLoad["requests"] = [];
    while (made.length < count) {
      made.push(...requestsOf(fleet, agents, time.atMs, { samples, bringsSetup }));
      time.atMs += FRAME_MS;
    }
    server.clock.nowMs = time.atMs;
    return made.slice(0, count);
  };
  const run = async (count: number, samples: number, isJudging: boolean, perSecond: number | null = null, bringsSetup = false) => {
    server.judging.isOn = isJudging;
    const type = samples === 1 ? "application/json" : "application/x-ndjson";
    return runLoad(cluster, server, { clients: CLIENTS, type, perSecond, requests: requests(count, samples, bringsSetup) });
  };
  const ceilings: number[] = [];
  const raiseCeiling = async () => ceilings.push(await insertCeiling(cluster.ownerUrl, await bodyBytes(cluster)));

  /** Judges each host once, so that what follows finds the process as it is after half an hour of them. */
  const remember = () => run(agents.length, 1, true);
  await run(agents.length, 1, false, null, true);
  await remember();
  await raiseCeiling();
  const before = await cluster.bytesOf("snapshot");
  const singles = await run(SINGLES, 1, false);
  const singleBytes = ((await cluster.bytesOf("snapshot")) - before) / singles.requests;
  await raiseCeiling();
  await remember();
  const judgedSingles = await run(SINGLES / 2, 1, true);
  const paced = await run(Math.round((singles.perSecond / 2) * PACED_SECONDS), 1, false, singles.perSecond / 2);
  await remember();
  const pacedJudged = await run(Math.round((judgedSingles.perSecond / 2) * PACED_SECONDS), 1, true, judgedSingles.perSecond / 2);
  await run(300, FRAME_SAMPLES, false);
  await raiseCeiling();
  const beforeFrames = await cluster.bytesOf("snapshot");
  const frames = await run(FRAMES, FRAME_SAMPLES, false);
  const frameBytes = ((await cluster.bytesOf("snapshot")) - beforeFrames) / (frames.requests * FRAME_SAMPLES);
  await raiseCeiling();
  await remember();
  const judgedFrames = await run(FRAMES / 2, FRAME_SAMPLES, true);

  const ceiling = medianOf(ceilings);
  const perSecond = (value: number) => `${value.toFixed(0)}/s`;
  return [
    noted("single-row INSERT ceiling of this database, 8 connections", `${perSecond(ceiling)} (${ceilings.map(perSecond).join(" ")})`),
    atLeast("one snapshot a request over HTTP, ratio to that ceiling", singles.perSecond / ceiling, 0.35, {
      unit: "",
      digits: 2,
      beside: `${perSecond(singles.perSecond)}; ${perSecond(judgedSingles.perSecond)} while judging as well`,
    }),
    atMost("the same at half of its rate, p99", paced.timings.p99, 20, {
      unit: "ms",
      beside: `p50 ${paced.timings.p50.toFixed(1)} ms at ${perSecond(paced.perSecond)}; while judging, at ${perSecond(pacedJudged.perSecond)}: p99 ${pacedJudged.timings.p99.toFixed(1)} ms`,
    }),
    atLeast("frames of six over HTTP, samples, ratio to that ceiling", (frames.perSecond * FRAME_SAMPLES) / ceiling, 2.5, {
      unit: "",
      digits: 2,
      beside: `${perSecond(frames.perSecond * FRAME_SAMPLES)}; ${perSecond(judgedFrames.perSecond * FRAME_SAMPLES)} while judging as well`,
    }),
    atMost("database CPU, single push", singles.databaseCpuUs, 220, { unit: "µs", digits: 0 }),
    atMost("database CPU, snapshot in a frame of six", frames.databaseCpuUs / FRAME_SAMPLES, 30, { unit: "µs", digits: 0 }),
    atMost("WAL, single push", singles.walBytes, 1_100, { unit: "B", digits: 0 }),
    atMost("WAL, snapshot in a frame of six", frames.walBytes / FRAME_SAMPLES, 1_100, { unit: "B", digits: 0 }),
    atMost("bytes on disk with indexes, single push", singleBytes, 600, {
      unit: "B",
      digits: 0,
      beside: `body ${await bodyNote(cluster, fleet, agents)}`,
    }),
    atMost("bytes on disk with indexes, snapshot in a frame of six", frameBytes, 300, { unit: "B", digits: 0 }),
    noted(
      "API server's CPU",
      `${singles.serverCpuUs.toFixed(0)} µs a single push, ${(frames.serverCpuUs / FRAME_SAMPLES).toFixed(0)} µs a snapshot in a frame, client included`,
    ),
    noted("judging a single push", judgementOf(judgedSingles, singles, 1)),
    noted("judging a frame of six, per snapshot", judgementOf(judgedFrames, frames, FRAME_SAMPLES)),
  ];
}

const judgementOf = (judged: LoadFigures, stored: LoadFigures, samples: number): string => {
  const [database, server, wal] = (["databaseCpuUs", "serverCpuUs", "walBytes"] as const).map(
    (key) => (judged[key] - stored[key]) / samples,
  );
  return `${database!.toFixed(0)} µs of the database, ${server!.toFixed(0)} µs of the API server, ${wal!.toFixed(0)} B of WAL`;
};

const bodyBytes = async ({ admin }: BenchCluster): Promise<number> =>
  Math.round(
    await readNumber(admin, "select avg(length(body)) from (select body from berth.snapshot where body is not null limit 5000) s"),
  );

async function bodyNote(
  { admin }: BenchCluster,
  { hostIds, organizationId, endMs }: LoadedFleet,
  agents: readonly BenchAgent[],
): Promise<string> {
  const last = hostIds[agents.length - 1]!;
  const bytes = await readNumber(
    admin,
    `select avg(length(body)) from berth.snapshot where organization_id = ${organizationId} and host_id <= ${last} and captured_at_ms >= ${endMs - SAMPLE_MS} and earlier is null`,
  );
  return `${bytes.toFixed(0)} B`;
}
