import { createApp } from "../app.ts";
import { openNeon } from "../db/connect/neon.ts";
import { jobStore } from "../db/stores/job-store.ts";
import { secretDoors } from "../db/stores/secret-doors.ts";
import { createStores } from "../db/stores/stores.ts";
import { runJobs } from "../jobs/scheduled-jobs.ts";
import type { Dependencies } from "../services/dependencies.ts";
import { HostMemory } from "../services/judgement/host-memory.ts";
import { SetupCache } from "../services/snapshots/setup-cache.ts";
import { jsonLogger } from "./json-logger.ts";

/** Bindings of infra/edge/wrangler.jsonc. */
export interface WorkerEnv {
  /** Neon's connection string, of a role that may become berth_app and berth_jobs. */
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
  const db = openNeon(env.DATABASE_URL, env.NEON_SQL_URL);
  const dependencies: Dependencies = {
    doors: secretDoors(db),
    storesOf: (organizationId) => createStores(db, organizationId),
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
  return { app: createApp(dependencies), jobs: { ...dependencies, jobs: jobStore(db) } };
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
    await runJobs(assembled.jobs);
  },
};
