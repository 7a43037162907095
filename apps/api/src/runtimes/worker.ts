import { createApp } from "../app.ts";
import { openNeon } from "../db/connect/neon.ts";
import { directoryOf } from "../db/stores/directory.ts";
import { runJobs } from "../jobs/scheduled-jobs.ts";
import type { Dependencies } from "../services/dependencies.ts";
import { HostMemory } from "../services/judgement/host-memory.ts";
import { SetupCache } from "../services/snapshots/setup-cache.ts";
import { jsonLogger } from "./json-logger.ts";

/** Bindings of infra/edge/wrangler.jsonc. */
export interface WorkerEnv {
  /** Neon's connection string, of a role that may become berth_app and berth_jobs; for several databases several, with spaces between, in a fixed order. */
  DATABASE_URL: string;
  /** Signs cursors. */
  CURSOR_KEY: string;
  PUBLIC_URL: string;
  AGENT: { fetch(url: string): Promise<Response> };
  /** Where the driver posts its statements, when that is not Neon itself. */
  NEON_SQL_URL?: string;
}

interface Execution {
  waitUntil(work: Promise<unknown>): void;
  passThroughOnException(): void;
  props: unknown;
}

// biome-ignore lint/suspicious/noConsole: a Worker's log is its console
const log = jsonLogger((line) => console.log(line));

/** An isolate has 128 MB for everything. */
const REMEMBERED_SNAPSHOTS = 2_000;

const assemble = (env: WorkerEnv) => {
  const [first = "", ...further] = env.DATABASE_URL.trim().split(/\s+/);
  const open = (url: string) => openNeon(url, env.NEON_SQL_URL);
  const { jobStores, ...directory } = directoryOf([open(first), ...further.map(open)]);
  const dependencies: Dependencies = {
    ...directory,
    setups: new SetupCache(),
    memory: new HostMemory(REMEMBERED_SNAPSHOTS),
    nowMs: Date.now,
    log,
    publicUrl: env.PUBLIC_URL,
    cursorKey: env.CURSOR_KEY,
    async readAgentBundle() {
      const bundle = await env.AGENT.fetch("https://assets.invalid/berth-agent.mjs");
      return bundle.ok ? bundle.text() : null;
    },
  };
  return { app: createApp(dependencies), jobs: jobStores.map((jobs) => ({ ...dependencies, jobs })) };
};

/** Bindings do not change while an isolate lives, and nothing that is kept here belongs to a request. */
let assembled: ReturnType<typeof assemble> | undefined;

export default {
  async fetch(request: Request, env: WorkerEnv, execution: Execution): Promise<Response> {
    assembled ??= assemble(env);
    return assembled.app.fetch(request, env, execution);
  },

  async scheduled(_event: unknown, env: WorkerEnv): Promise<void> {
    assembled ??= assemble(env);
    for (const jobs of assembled.jobs) await runJobs(jobs);
  },
};
