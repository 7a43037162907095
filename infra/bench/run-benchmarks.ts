import process from "node:process";
import { benchmarkAgentSnapshot } from "./agent-snapshot.ts";
import { benchmarkForecast } from "./forecast/benchmark-forecast.ts";
import { benchmarkLongRange } from "./forecast/benchmark-long-range.ts";
import { benchmarkJudgeSnapshot } from "./judge-snapshot.ts";
import { benchmarkPortSettling } from "./port-settling.ts";
import { benchmarkStorage } from "./storage/benchmark-storage.ts";
import { benchmarkPeers } from "./storage/peers/benchmark-peers.ts";

const BENCHMARKS = {
  "judge-snapshot": benchmarkJudgeSnapshot,
  forecast: benchmarkForecast,
  "long-range-forecast": benchmarkLongRange,
  "agent-snapshot": benchmarkAgentSnapshot,
  "port-settling": benchmarkPortSettling,
  storage: benchmarkStorage,
  peers: benchmarkPeers,
};

const say = (text: string) => process.stdout.write(`${text}\n`);

/** A benchmark that could not run proves nothing: neither 0 nor the 1 of a budget that does not hold. */
const EXIT_SKIPPED = 3;

/** `npm run bench -- storage`: only those. */
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown.length > 0) {
  process.stderr.write(`There is no benchmark ${unknown.join(", ")}. There are: ${Object.keys(BENCHMARKS).join(", ")}.\n`);
  process.exit(64);
}

let isEveryBudgetKept = true;
let isAnySkipped = false;
for (const [name, run] of Object.entries(BENCHMARKS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  say(name);
  const result = await run();
  if ("skipped" in result) {
    say(`  skipped: ${result.skipped}`);
    isAnySkipped = true;
  } else {
    for (const line of result.lines) say(`  ${line}`);
    isEveryBudgetKept &&= result.isWithinBudget;
  }
}
process.exitCode = !isEveryBudgetKept ? 1 : isAnySkipped ? EXIT_SKIPPED : 0;
