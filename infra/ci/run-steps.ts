import type { CommandOutcome } from "./run-command.ts";

export interface Step {
  name: string;
  run(): Promise<CommandOutcome>;
}

export interface StepCount {
  passed: number;
  failed: number;
}

/** Runs at most `concurrency` steps at a time: a line for each as it ends, and the output of those that failed. */
export async function runSteps(steps: readonly Step[], concurrency: number, print: (text: string) => void): Promise<StepCount> {
  const waiting = [...steps];
  const count: StepCount = { passed: 0, failed: 0 };
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const startedAt = performance.now();
      const { isSuccess, output } = await step.run().catch(asFailure);
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      count[isSuccess ? "passed" : "failed"] += 1;
      print(`${isSuccess ? "✓" : "✗"} ${step.name} (${seconds} s)\n`);
      if (!isSuccess) print(indent(output));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return count;
}

function asFailure(error: unknown): CommandOutcome {
  return { isSuccess: false, output: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

function indent(output: string): string {
  return `${output.trim().replace(/^/gm, "    ")}\n`;
}
