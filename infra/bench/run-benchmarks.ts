import process from "node:process";
import { benchmarkAgentSnapshot } from "./agent-snapshot.ts";

const BENCHMARKS = { "agent-snapshot": benchmarkAgentSnapshot };

const say = (text: string) => process.stdout.write(`${text}\n`);

let isEveryBudgetKept = true;
for (const [name, run] of Object.entries(BENCHMARKS)) {
  say(name);
  const result = await run();
  if ("skipped" in result) say(`  skipped: ${result.skipped}`);
  else {
    for (const line of result.lines) say(`  ${line}`);
    isEveryBudgetKept &&= result.isWithinBudget;
  }
}
process.exitCode = isEveryBudgetKept ? 0 : 1;
