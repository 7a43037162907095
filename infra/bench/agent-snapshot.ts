import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import type { CollectorFigures } from "./resident-collector.ts";
import { type ResidentProcess, startResident } from "./resident-process.ts";
import { missingForLoad, startLoad } from "./socket-load.ts";

const SOCKETS = 100_000;
const PAIRS = 7;
/** A resident agent is warm: its code is compiled, its memory is there. */
const WARM_UP_SNAPSHOTS = 40;
/** Time for what V8 does after a snapshot; it counts. */
const PAUSE_MS = 300;
const BUDGET = 1.3;

interface FloorFigures {
  cpu_us: number;
  estab: number;
  tw: number;
  listen: number;
}

export interface BenchmarkResult {
  lines: string[];
  isWithinBudget: boolean;
}

/**
 * CPU of one whole snapshot of the resident collector (TCP, UDP, reduce, settings, counters, every namespace; no
 * attribution) against a C program that only walks and counts, both in the namespace of the load. Every run of the
 * collector is paired with a run of the floor just before it: other work on the machine disturbs both alike.
 */
export async function benchmarkAgentSnapshot(): Promise<BenchmarkResult | { skipped: string }> {
  const missing = missingForLoad();
  if (missing !== null) return { skipped: missing };
  const load = await startLoad(SOCKETS);
  const inside = (command: string, ...args: string[]) => ["netns", "exec", load.namespace, command, ...args];
  const flags = ["--v8-pool-size=0", "--single-threaded", "--experimental-ffi"];
  const collector = path.join(import.meta.dirname, "resident-collector.ts");
  const floor = startResident<FloorFigures>("ip", inside(load.floor, "--compat", "--resident"));
  const agent = startResident<CollectorFigures>("ip", inside(process.execPath, ...flags, collector));
  try {
    return judge(await measure(floor, agent));
  } finally {
    await Promise.all([floor.close(), agent.close()]);
    await load.close();
  }
}

interface Pair {
  floor: FloorFigures;
  agent: CollectorFigures;
  agentUs: number;
}

async function measure(floor: ResidentProcess<FloorFigures>, agent: ResidentProcess<CollectorFigures>): Promise<Pair[]> {
  let last = await agent.ask();
  for (let i = 1; i < WARM_UP_SNAPSHOTS; i++) last = await agent.ask();
  await floor.ask();
  const pairs: Pair[] = [];
  while (pairs.length < PAIRS) {
    const floorFigures = await floor.ask();
    await sleep(PAUSE_MS);
    const figures = await agent.ask();
    pairs.push({ floor: floorFigures, agent: figures, agentUs: figures.cpuTotalUs - last.cpuTotalUs });
    last = figures;
    await sleep(PAUSE_MS);
  }
  return pairs;
}

function judge(pairs: Pair[]): BenchmarkResult {
  const ratio = median(pairs.map(({ floor, agentUs }) => agentUs / floor.cpu_us));
  const differing = pairs.filter(({ floor, agent }) => !countsAgree(floor, agent)).length;
  const { agent } = pairs.at(-1)!;
  const ms = (us: number) => `${(us / 1000).toFixed(1)} ms`;
  return {
    lines: [
      `${SOCKETS} sockets, ${pairs.length} paired runs, source ${agent.source}, Node ${process.versions.node}`,
      `floor ${ms(median(pairs.map(({ floor }) => floor.cpu_us)))}   agent ${ms(median(pairs.map(({ agentUs }) => agentUs)))}   (medians, CPU of one snapshot)`,
      `ratio ${ratio.toFixed(2)} (median of ${pairs.map(({ floor, agentUs }) => (agentUs / floor.cpu_us).toFixed(2)).join(" ")}), budget ${BUDGET}`,
      `agent RSS ${(agent.rssBytes / 2 ** 20).toFixed(0)} MiB, run from source`,
      differing === 0 ? "counts equal to the floor's in every run" : `counts differ from the floor's in ${differing} runs`,
      ...agent.gaps.map((gap) => `gap: ${gap}`),
    ],
    isWithinBudget: ratio <= BUDGET && differing === 0,
  };
}

const countsAgree = (floor: FloorFigures, agent: CollectorFigures): boolean =>
  floor.estab === agent.established && floor.tw === agent.timeWait && floor.listen === agent.listen;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
