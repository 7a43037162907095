// `npm test`: brings what the tests need, verifies, builds, runs every project. The last line is `N passed, N failed`.
import { availableParallelism } from "node:os";
import { buildProduct } from "@berth/infra-local/build-product";
import { bringTools } from "./bring-tools.ts";
import { judgeResults } from "./judge-results.ts";
import { openRepository, repositoryRoot } from "./repository.ts";
import { runSteps, type Step } from "./run-steps.ts";
import { runVitest } from "./run-vitest.ts";
import { verifySteps } from "./verify-steps.ts";

const print = (text: string) => process.stdout.write(text);
const heading = (title: string) => print(`\n── ${title}\n`);

function build(what: "agent" | "dashboard"): Step {
  const run = async () => {
    await buildProduct(what, new AbortController().signal);
    return { isSuccess: true, output: "" };
  };
  return { name: `build the ${what}`, run };
}

/** None where git cannot list the files: that has failed as a step already. */
function testFiles(): string[] {
  try {
    return openRepository(repositoryRoot).files.filter((file) => /\.test\.tsx?$/.test(file));
  } catch {
    return [];
  }
}

heading("verify");
await bringTools(print);
const verified = await runSteps(verifySteps(), Math.max(2, availableParallelism()), print);

heading("build");
const built = await runSteps([build("agent"), build("dashboard")], 1, print);

heading("test");
const judged = judgeResults(await runVitest(), {
  root: repositoryRoot,
  testFiles: testFiles(),
  isEverythingRequired: process.env.BERTH_REQUIRE === "all",
});
if (judged.skips.length > 0) heading("skipped");
for (const line of judged.skips) print(`${line}\n`);
if (judged.complaints.length > 0) heading("failed, and not shown above as a test");
for (const line of judged.complaints) print(`✗ ${line}\n`);

const passed = verified.passed + built.passed + judged.passed;
const failed = verified.failed + built.failed + judged.failed;
print(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
