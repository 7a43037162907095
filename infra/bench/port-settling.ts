import { execFileSync } from "node:child_process";
import path from "node:path";
import process from "node:process";
import type { BenchmarkResult } from "./agent-snapshot.ts";
import { startResident } from "./resident-process.ts";
import type { SettlingFigures } from "./settling-worker.ts";
import { missingForLoad } from "./socket-load.ts";

/** The default range, every port taken by a socket that does not show who chose it. */
const PORTS = 28_232;
const RUNS = 5;
const WARM_UP_RUNS = 2;
const SETTLED_MS_MAX = 2_000;
/** A snapshot that leaves nothing open must not cost more for it; the rest is the noise of two equal measurements. */
const CALM_RATIO_MAX = 1.1;

/**
 * CPU of a reading of the namespace whose 28,232 ports are all unsettled, the kernel asked about each, and of one that
 * leaves no port open, with and without asking.
 */
export async function benchmarkPortSettling(): Promise<BenchmarkResult | { skipped: string }> {
  const missing = missingForLoad();
  if (missing !== null) return { skipped: missing };
  const namespace = `berth-settling-${process.pid}`;
  execFileSync("ip", ["netns", "add", namespace]);
  try {
    execFileSync("ip", ["-n", namespace, "link", "set", "lo", "up"]);
    const worker = path.join(import.meta.dirname, "settling-worker.ts");
    const node = [process.execPath, "--v8-pool-size=0", "--single-threaded", "--experimental-ffi", worker];
    const takes = (how: "bind" | "connect") =>
      startResident<SettlingFigures>("ip", ["netns", "exec", namespace, ...node, how, String(PORTS / 2)]);
    const workers = [takes("bind")];
    try {
      // Its answer says that it holds its half: connect() then finds only the other one.
      await workers[0]!.ask();
      const measuring = takes("connect");
      workers.push(measuring);
      const runs: SettlingFigures[] = [];
      for (let run = 0; run < WARM_UP_RUNS + RUNS; run++) runs.push(await measuring.ask());
      return judge(runs.slice(WARM_UP_RUNS));
    } finally {
      await Promise.all(workers.map((each) => each.close()));
    }
  } finally {
    execFileSync("ip", ["netns", "delete", namespace]);
  }
}

function judge(runs: readonly SettlingFigures[]): BenchmarkResult {
  const settledMs = median(runs.map(({ settledUs }) => settledUs)) / 1000;
  const passiveMs = median(runs.map(({ passiveUs }) => passiveUs)) / 1000;
  const calmRatio = median(runs.map(({ calmSettledUs, calmPassiveUs }) => calmSettledUs / calmPassiveUs));
  const isRight = runs.every(({ method, open, binders }) => method === "exact" && open === PORTS && binders === PORTS / 2);
  return {
    lines: [
      `${PORTS} ports with an unknown owner, half of them bind-owned, ${runs.length} runs, Node ${process.versions.node}`,
      `read, asked about each and reduced in ${settledMs.toFixed(0)} ms of CPU, budget ${SETTLED_MS_MAX} ms; ${passiveMs.toFixed(0)} ms without asking (medians)`,
      isRight
        ? "every owner right in every run"
        : `owners wrong: ${JSON.stringify(runs.map(({ method, open, binders }) => [method, open, binders]))}`,
      `nothing open: ratio ${calmRatio.toFixed(3)} with asking to without (median of ${runs.map((run) => (run.calmSettledUs / run.calmPassiveUs).toFixed(2)).join(" ")}), budget ${CALM_RATIO_MAX}`,
    ],
    isWithinBudget: settledMs <= SETTLED_MS_MAX && calmRatio <= CALM_RATIO_MAX && isRight,
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
