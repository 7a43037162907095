import { mkdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { buildWhenChanged } from "./build-when-changed.ts";
import { asStartFailure } from "./data-folder.ts";
import { releaseLock, takeLock } from "./process-lock.mjs";
import { type ProgramOptions, runProgram } from "./run-program.ts";
import { StartFailure } from "./start-failure.ts";

export const root = path.resolve(import.meta.dirname, "../..");
const at = (...parts: string[]) => path.join(root, ...parts);
const SHARED = [at("packages/shared/src"), at("pnpm-lock.yaml"), at("tsconfig.base.json")];

/** What can be built on the spot; each is built only when something that it depends on has changed. */
const PRODUCTS = {
  agent: {
    inputs: [at("packages/agent/src"), at("packages/agent/build.ts"), at("packages/agent/package.json"), ...SHARED],
    output: at("packages/agent/dist"),
    command: process.execPath,
    args: [at("packages/agent/build.ts")],
    cwd: at("packages/agent"),
  },
  dashboard: {
    inputs: [at("apps/web"), at("apps/api/src"), ...SHARED],
    output: at("apps/web/.next"),
    command: at("apps/web/node_modules/.bin/next"),
    args: ["build"],
    cwd: at("apps/web"),
  },
} as const;

/** Throws a StartFailure with the end of the build's own words. Two builds at a time wait for each other. */
export async function buildProduct(what: keyof typeof PRODUCTS, signal: AbortSignal): Promise<"built" | "current"> {
  const { inputs, output, command, args, cwd } = PRODUCTS[what];
  const lock = at(".toolchain", `${what}-build-lock`);
  try {
    mkdirSync(path.dirname(lock), { recursive: true });
    while (takeLock(lock)) await wait(200, undefined, { signal });
    return await buildWhenChanged({
      inputs,
      output,
      run: () => build(what, command, args, { cwd, env: { ...process.env, NODE_ENV: "production" }, signal }),
    });
  } catch (error) {
    throw asStartFailure(error, root);
  } finally {
    releaseLock(lock);
  }
}

async function build(what: keyof typeof PRODUCTS, command: string, args: readonly string[], options: ProgramOptions) {
  const { isSuccess, tail } = await runProgram(command, args, options);
  if (/\bENOSPC\b/.test(tail)) throw Object.assign(new Error(tail), { code: "ENOSPC" });
  if (!isSuccess) throw new StartFailure({ kind: "build-failed", what, output: tail });
}
