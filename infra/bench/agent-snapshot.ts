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
const PAUSE_MS = 300;
const BUDGET = 1.3;

/** Without sight of the machine's other processes and namespaces, which others fill while this runs. */
const ALONE = ["--mount", "--pid", "--fork", "--mount-proc", "sh", "-c", 'mount -t tmpfs none /run/netns && exec "$@"', "sh"];

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
 * CPU of one whole snapshot of the resident collector (TCP, UDP, reduce, settings, counters; no
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
  const agent = startResident<CollectorFigures>("ip", inside("unshare", ...ALONE, process.execPath, ...flags, collector));
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
}

async function measure(floor: ResidentProcess<FloorFigures>, agent: ResidentProcess<CollectorFigures>): Promise<Pair[]> {
  for (let i = 0; i < WARM_UP_SNAPSHOTS; i++) await agent.ask();
  await floor.ask();
  const pairs: Pair[] = [];
  while (pairs.length < PAIRS) {
    const floorFigures = await floor.ask();
    await sleep(PAUSE_MS);
    pairs.push({ floor: floorFigures, agent: await agent.ask() });
    await sleep(PAUSE_MS);
  }
  return pairs;
}

function judge(pairs: Pair[]): BenchmarkResult {
  const ratio = median(pairs.map(ratioOf));
  const differing = pairs.filter(({ floor, agent }) => !countsAgree(floor, agent)).length;
  const { agent } = pairs.at(-1)!;
  const ms = (us: number) => `${(us / 1000).toFixed(1)} ms`;
  return {
    lines: [
      `${SOCKETS} sockets, ${pairs.length} paired runs, source ${agent.source}, Node ${process.versions.node}`,
      `floor ${ms(median(pairs.map(({ floor }) => floor.cpu_us)))}   agent ${ms(median(pairs.map(({ agent }) => agent.cpuUs)))}   (medians, CPU of one snapshot)`,
      `ratio ${ratio.toFixed(2)} (median of ${pairs.map((pair) => ratioOf(pair).toFixed(2)).join(" ")}), budget ${BUDGET}`,
      `agent RSS ${(agent.rssBytes / 2 ** 20).toFixed(0)} MiB, run from source`,
      differing === 0 ? "counts equal to the floor's in every run" : `counts differ from the floor's in ${differing} runs`,
      ...agent.gaps.map((gap) => `gap: ${gap}`),
    ],
    isWithinBudget: ratio <= BUDGET && differing === 0,
  };
}

const ratioOf = ({ floor, agent }: Pair): number => agent.cpuUs / floor.cpu_us;

const countsAgree = (floor: FloorFigures, agent: CollectorFigures): boolean =>
  floor.estab === agent.established && floor.tw === agent.timeWait && floor.listen === agent.listen;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
