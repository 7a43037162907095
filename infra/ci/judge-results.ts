import path from "node:path";
import type { TestOutcome, TestResults } from "./test-results.ts";

/** The one reason that never counts as a failure: the recordings of other people's hosts are not part of the repository. */
const CAPTURES_MISSING = /\bcaptures folder is missing\b/;

export interface Judgement {
  passed: number;
  failed: number;
  /** One line for each reason to skip, with how often it was given. */
  skips: string[];
  /** Failures that vitest's own report does not show as a failed test. */
  complaints: string[];
}

export interface Expectations {
  root: string;
  /** Test files of the tree, relative to `root`: each must have run in some project. */
  testFiles: readonly string[];
  /** Every skip fails, except for want of the captures folder. */
  isEverythingRequired: boolean;
}

/** Counts tests; whatever kept a test from saying yes or no counts as a failure. `null`: the run ended without results. */
export function judgeResults(results: TestResults | null, { root, testFiles, isEverythingRequired }: Expectations): Judgement {
  if (!results) return { passed: 0, failed: 1, skips: [], complaints: ["vitest ended without results: a project did not load"] };
  const relative = (file: string) => path.relative(root, file);
  const skipped = results.tests.filter(({ state }) => state === "skipped");
  const unexcused = skipped.filter(({ reason }) => !reason || (isEverythingRequired && !CAPTURES_MISSING.test(reason)));
  const ran = new Set(results.tests.map(({ file }) => relative(file)));
  const complaints = [
    ...results.breakages.map(({ where, message }) => `${where.replace(`${root}/`, "")}: ${message}`),
    ...results.tests.filter(({ state }) => state === "pending").map((test) => `${relative(test.file)}: "${test.name}" never ended`),
    ...unexcused.map(
      (test) =>
        `${relative(test.file)}: "${test.name}" was skipped${test.reason ? `, and BERTH_REQUIRE=all: ${test.reason}` : " without a reason"}`,
    ),
    ...results.projects
      .filter((name) => !results.tests.some(({ project }) => project === name))
      .map((name) => `project ${name}: no test ran`),
    ...testFiles.filter((file) => !ran.has(file)).map((file) => `${file}: no test of it ran in any project`),
  ];
  const count = (state: TestOutcome["state"]) => results.tests.filter((test) => test.state === state).length;
  return { passed: count("passed"), failed: count("failed") + complaints.length, skips: skipLines(skipped), complaints };
}

function skipLines(skipped: readonly TestOutcome[]): string[] {
  const byReason = Map.groupBy(skipped, ({ project, reason }) => `${project}: ${reason ?? "no reason given"}`);
  return [...byReason].map(([reason, tests]) => `${tests.length} skipped in ${reason}`);
}
