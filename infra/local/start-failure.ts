import type { StartProblem } from "@berth/shared/text/local-start.ts";

/** A start that cannot go on, as data: the sentence that says what to do stands in the text tables. */
export class StartFailure extends Error {
  readonly problem: StartProblem;

  constructor(problem: StartProblem, options?: ErrorOptions) {
    super(problem.kind, options);
    this.problem = problem;
  }
}

/** The system's name for what went wrong (`ENOSPC`), or undefined. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
