/** What a vitest run hands to `npm test`: written by collect-results.ts, read by judge-results.ts. Paths are absolute. */
export interface TestResults {
  projects: string[];
  tests: TestOutcome[];
  /** A file, a suite's set-up or the run itself that failed outside of any test. */
  breakages: Breakage[];
}

export interface TestOutcome {
  project: string;
  file: string;
  name: string;
  state: "passed" | "failed" | "skipped" | "pending";
  /** What the test gave to `ctx.skip`. */
  reason?: string;
}

export interface Breakage {
  where: string;
  message: string;
}
