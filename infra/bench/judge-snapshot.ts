import process from "node:process";
import { DEFAULT_POLICY } from "../../packages/shared/src/domain/checklist/check.ts";
import { judgeSnapshot } from "../../packages/shared/src/domain/diagnosis/judge-snapshot.ts";
import type { BenchmarkResult } from "./agent-snapshot.ts";
import { busyHost } from "./busy-snapshot.ts";

const BUDGET_MS = 5;
/** A server and a resident agent are warm; a browser becomes so while a slider moves. */
const WARM_UP_RUNS = 300;
const RUNS = 300;

/** All checks, the diagnosis and the remedies over one busy snapshot with an hour of history: what ingest pays for each. */
export async function benchmarkJudgeSnapshot(): Promise<BenchmarkResult> {
  const { current, earlier } = busyHost();
  const history = { minutes: (current.capturedAtMs - earlier[0]!.capturedAtMs) / 60_000, snapshots: earlier };
  const judge = () => judgeSnapshot(current, history, DEFAULT_POLICY);
  const firstMs = timed(judge);
  for (let run = 0; run < WARM_UP_RUNS; run++) judge();
  const times = Array.from({ length: RUNS }, () => timed(judge)).sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(RUNS - 1, Math.floor(share * RUNS))]!;
  const { cause, checks, remedies, rivals } = judge();
  const tuples = current.namespaces.reduce((sum, namespace) => sum + namespace.tuples.length, 0);
  return {
    lines: [
      `${checks.length} checks, ${rivals.length} rivals of ${cause}, ${remedies.length} remedies; ${tuples} tuples in ${current.namespaces.length} namespaces, ${earlier.length} earlier snapshots, Node ${process.versions.node}`,
      `median ${at(0.5).toFixed(2)} ms   95th of 100 ${at(0.95).toFixed(2)} ms   (CPU of ${RUNS} runs, warm), budget ${BUDGET_MS} ms`,
      `the very first, before anything is compiled: ${firstMs.toFixed(1)} ms`,
    ],
    isWithinBudget: at(0.5) < BUDGET_MS,
  };
}

/** CPU of this process, all threads, so that what else the machine does tells little. */
function timed(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
