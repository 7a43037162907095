import type { UsageProblem } from "@berth/shared/text/cli-usage.ts";

/** A command line that cannot be run as written: exit 64, with a message that shows the fix. */
export class UsageError extends Error {
  readonly problem: UsageProblem;

  constructor(problem: UsageProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}
