// `npm run simulate`: a fleet for load, into a database or against a running Berth.
import process from "node:process";
import { localStart as english } from "@berth/shared/text/en/local-start.ts";
import { StartFailure } from "../local/start-failure.ts";
import { simulateThroughApi } from "./api/simulate-through-api.ts";
import { simulateThroughStores } from "./load/simulate-through-stores.ts";
import { BadOption, readSimulateOptions, USAGE } from "./simulate-options.ts";

const EXIT_USAGE = 64;
const startedAt = performance.now();
const say = (line: string) => process.stderr.write(`${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(7)} s  ${line}\n`);

try {
  const options = readSimulateOptions(process.argv.slice(2), process.env);
  if (options === null) process.stdout.write(USAGE);
  else if (options.through === "api") await simulateThroughApi(options, say);
  else process.stdout.write(`${await simulateThroughStores(options, say)}\n`);
} catch (error) {
  process.stderr.write(`\n${messageOf(error)}\n`);
  process.exitCode = error instanceof BadOption ? EXIT_USAGE : 1;
}

function messageOf(error: unknown): string {
  if (error instanceof BadOption) return error.message;
  if (error instanceof StartFailure) return english.problem(error.problem);
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
