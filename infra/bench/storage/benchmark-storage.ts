import process from "node:process";
import type { BenchmarkResult } from "../agent-snapshot.ts";
import { measureStorage } from "./measure-storage.ts";
import { lineOf } from "./measured-row.ts";

const HOSTS = 1_000;

/** Fleet data on a PostgreSQL of its own; BERTH_BENCH_HOSTS says how many hosts. The published figures are of 10,000. */
export async function benchmarkStorage(): Promise<BenchmarkResult | { skipped: string }> {
  const hosts = Number(process.env.BERTH_BENCH_HOSTS || HOSTS);
  if (!Number.isInteger(hosts) || hosts < 1)
    return { skipped: `BERTH_BENCH_HOSTS is ${process.env.BERTH_BENCH_HOSTS}: say a whole number` };
  const rows = await measureStorage(hosts, (line) => process.stderr.write(`  … ${line}\n`));
  return { lines: rows.map(lineOf), isWithinBudget: rows.every(({ isKept }) => isKept !== false) };
}
