import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { repositoryRoot } from "./repository.ts";
import type { TestResults } from "./test-results.ts";

/** Twice what two busy cores need: a run that hangs ends, and counts as failed. */
const TIMEOUT_MS = 25 * 60_000;
const COLLECTOR = path.join(import.meta.dirname, "collect-results.ts");

/** Runs every vitest project with its usual report on our output. Null where the run ended before it had results. */
export async function runVitest(): Promise<TestResults | null> {
  const folder = mkdtempSync(path.join(tmpdir(), "berth-test-"));
  const file = path.join(folder, "results.json");
  try {
    const vitest = path.join(repositoryRoot, "node_modules", ".bin", "vitest");
    const args = ["run", "--reporter=default", `--reporter=${COLLECTOR}`, "--allowOnly=false", "--maxWorkers=2"];
    const child = spawn(vitest, args, {
      cwd: repositoryRoot,
      env: { ...process.env, BERTH_TEST_RESULTS: file },
      stdio: ["ignore", "inherit", "inherit"],
      timeout: TIMEOUT_MS,
    });
    const pass = (signal: NodeJS.Signals) => child.kill(signal);
    process.once("SIGTERM", pass);
    await new Promise((resolve) => child.on("close", resolve).on("error", resolve));
    process.removeListener("SIGTERM", pass);
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
