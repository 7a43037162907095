import { describe, expect, it } from "vitest";
import { type Expectations, judgeResults } from "./judge-results.ts";
import type { TestOutcome, TestResults } from "./test-results.ts";

const passing: TestOutcome = { project: "shared", file: "/r/a.test.ts", name: "holds", state: "passed" };
const expectations: Expectations = { root: "/r", testFiles: ["a.test.ts"], isEverythingRequired: false };

function resultsOf(...tests: TestOutcome[]): TestResults {
  return { projects: ["shared"], tests, breakages: [] };
}

function skippedFor(reason?: string): TestOutcome {
  return { ...passing, name: "needs more", state: "skipped", ...(reason ? { reason } : {}) };
}

describe("what counts as a failure", () => {
  it("counts tests by their outcome", () => {
    const failing: TestOutcome = { ...passing, name: "breaks", state: "failed" };
    expect(judgeResults(resultsOf(passing, failing), expectations)).toEqual({ passed: 1, failed: 1, skips: [], complaints: [] });
  });

  it("fails a run that ended without results", () => {
    expect(judgeResults(null, expectations)).toMatchObject({ passed: 0, failed: 1 });
  });

  it("fails an error outside of any test, though every test passed", () => {
    const results = { ...resultsOf(passing), breakages: [{ where: "/r/a.test.ts", message: "no such module" }] };
    expect(judgeResults(results, expectations)).toMatchObject({ passed: 1, failed: 1, complaints: ["a.test.ts: no such module"] });
  });

  it("fails a project without a test, and a test file that no project took", () => {
    const results = { ...resultsOf(passing), projects: ["shared", "web"] };
    const { complaints } = judgeResults(results, { ...expectations, testFiles: ["a.test.ts", "b.test.ts"] });
    expect(complaints).toEqual(["project web: no test ran", "b.test.ts: no test of it ran in any project"]);
  });

  it("fails a test that never ended", () => {
    expect(judgeResults(resultsOf(passing, { ...passing, state: "pending" }), expectations).failed).toBe(1);
  });
});

describe("skips", () => {
  it("are listed with their reason, and are no failure", () => {
    const judged = judgeResults(resultsOf(passing, skippedFor("needs root"), skippedFor("needs root")), expectations);
    expect(judged).toEqual({ passed: 1, failed: 0, skips: ["2 skipped in shared: needs root"], complaints: [] });
  });

  it("fail without a reason", () => {
    expect(judgeResults(resultsOf(passing, skippedFor()), expectations).failed).toBe(1);
  });

  it("all fail where everything is required, except for want of the captures folder", () => {
    const required = { ...expectations, isEverythingRequired: true };
    expect(judgeResults(resultsOf(passing, skippedFor("needs root")), required).failed).toBe(1);
    expect(judgeResults(resultsOf(passing, skippedFor("the captures folder is missing")), required).failed).toBe(0);
  });
});
