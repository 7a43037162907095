import { writeFileSync } from "node:fs";
import type { Reporter, TestCase, TestModule, TestSuite, Vitest } from "vitest/node";
import type { Breakage, TestOutcome, TestResults } from "./test-results.ts";

/** A vitest reporter: says nothing, writes what happened to the file that BERTH_TEST_RESULTS names. */
export default class ResultCollector implements Reporter {
  #projects: string[] = [];

  onInit(vitest: Vitest): void {
    this.#projects = vitest.projects.map((project) => project.name);
  }

  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandledErrors: ReadonlyArray<{ message: string }>): void {
    const file = process.env.BERTH_TEST_RESULTS;
    if (!file) throw new Error("BERTH_TEST_RESULTS does not say where the results go");
    const results: TestResults = {
      projects: this.#projects,
      tests: modules.flatMap((module) => [...module.children.allTests()].map(testOutcome)),
      breakages: [
        ...modules.flatMap((module) => [module, ...module.children.allSuites()].flatMap(breakages)),
        ...unhandledErrors.map(({ message }) => ({ where: "outside of any test", message })),
      ],
    };
    writeFileSync(file, JSON.stringify(results));
  }
}

function testOutcome(test: TestCase): TestOutcome {
  const result = test.result();
  const outcome = { project: test.project.name, file: test.module.moduleId, name: test.fullName, state: result.state };
  return result.state === "skipped" && result.note ? { ...outcome, reason: result.note } : outcome;
}

function breakages(part: TestModule | TestSuite): Breakage[] {
  const where = part.type === "module" ? part.moduleId : `${part.module.moduleId} ${part.fullName}`;
  return part.errors().map(({ message }) => ({ where, message }));
}
