// `npm run verify`: proves a change in seconds. Format, lint, types, boundaries, unused code, names, documents.
import { availableParallelism } from "node:os";
import { runSteps } from "./run-steps.ts";
import { verifySteps } from "./verify-steps.ts";

const { failed } = await runSteps(verifySteps(), Math.max(2, availableParallelism()), (text) => process.stdout.write(text));
process.exitCode = failed === 0 ? 0 : 1;
