import { readFile } from "node:fs/promises";
import path from "node:path";
import { createApp } from "../app.ts";
import type { InteractiveDatabase } from "../db/connect/database.ts";
import { directoryOf } from "../db/stores/directory.ts";
import { describeError } from "../errors.ts";
import { runJobs } from "../jobs/scheduled-jobs.ts";
import { issueEnrolmentToken, issueSignInToken } from "../services/access/issue-tokens.ts";
import type { Dependencies, Logger } from "../services/dependencies.ts";
import { HostMemory } from "../services/judgement/host-memory.ts";
import { SetupCache } from "../services/snapshots/setup-cache.ts";
import { backgroundWork } from "./background-work.ts";
import { dumpDaily } from "./daily-dump.ts";
import { readCursorKey } from "./data-folder.ts";
import { jsonLogger } from "./json-logger.ts";
import { prepareDatabases } from "./prepare-database.ts";
import { zlibGunzip } from "./zlib-gunzip.ts";

export interface NodeRuntimeOptions {
  /** Holds the embedded database, its dumps and keys. Belongs to one process at a time; the caller sees to that. */
  dataDir: string;
  /** Where people reach this server. */
  publicUrl: string;
  /** postgres://… instead of the embedded database: one, or several in a fixed order, each with organizations of its own. */
  databaseUrls?: readonly string[];
  agentBundlePath: string;
  logger?: Logger;
}

export interface NodeRuntime {
  fetch(request: Request): Promise<Response>;
  /** Signs its bearer in as the owner of the first organization, once, within a day. */
  issueSignInToken(): Promise<string>;
  /** Enrols one host into the first organization, within the hour. */
  issueEnrolmentToken(): Promise<string>;
  /** Waits for what is under way, then closes the database. */
  close(): Promise<void>;
}

const JOBS_EVERY_MS = 60_000;
const LOCAL_TOKEN_SECONDS = 3600;

/** The API in this process: opens and migrates the database, and runs the jobs. It does not listen. */
export async function createNodeRuntime(options: NodeRuntimeOptions): Promise<NodeRuntime> {
  const log = options.logger ?? jsonLogger((line) => process.stderr.write(line));
  const cursorKey = await readCursorKey(options.dataDir);
  const { databases, backUp } = await openDatabases(options, log);
  const closeAll = () => Promise.all(databases.map((db) => db.close()));
  try {
    const owner = await prepareDatabases(databases);
    const { jobStores, ...directory } = directoryOf(databases);
    const dependencies: Dependencies = {
      ...directory,
      setups: new SetupCache(),
      memory: new HostMemory(),
      nowMs: Date.now,
      log,
      publicUrl: options.publicUrl,
      cursorKey,
      readAgentBundle: () => readFile(options.agentBundlePath, "utf8").catch(() => null),
    };
    const app = createApp(dependencies, zlibGunzip);
    const background = backgroundWork();
    const runAll = async () => {
      for (const jobs of jobStores) await runJobs({ ...dependencies, jobs });
      await backUp();
    };
    const stopJobs = every(JOBS_EVERY_MS, runAll, background.context.waitUntil);
    return {
      fetch: async (request) => app.fetch(request, {}, background.context),
      issueSignInToken: () => issueSignInToken(owner, Date.now()),
      issueEnrolmentToken: async () =>
        (await issueEnrolmentToken(owner, Date.now(), { uses: 1, expiresInSeconds: LOCAL_TOKEN_SECONDS })).token,
      async close() {
        stopJobs();
        await background.settle();
        await closeAll();
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** A driver is loaded only when it is the one. */
async function openDatabases(
  { databaseUrls: [firstUrl, ...furtherUrls] = [], dataDir }: NodeRuntimeOptions,
  log: Logger,
): Promise<{ databases: readonly [InteractiveDatabase, ...InteractiveDatabase[]]; backUp: () => Promise<void> }> {
  if (firstUrl) {
    const { openPostgres } = await import("../db/connect/postgres.ts");
    const open = (url: string) => openPostgres(url, (error) => log.error("idle-connection-lost", { ...describeError(error) }));
    return { databases: [open(firstUrl), ...furtherUrls.map(open)], backUp: async () => {} };
  }
  const { openPglite } = await import("../db/connect/pglite.ts");
  const db = await openPglite(path.join(dataDir, "database"));
  const backUp = () =>
    dumpDaily(db, path.join(dataDir, "dumps"), Date.now()).catch((error: unknown) => log.error("dump-failed", { ...describeError(error) }));
  return { databases: [db], backUp };
}

/** Starts `work` every `periodMs`, one after another, without keeping the process alive. */
function every(periodMs: number, work: () => Promise<void>, track: (work: Promise<void>) => void): () => void {
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    track(work().finally(() => (isBusy = false)));
  }, periodMs);
  timer.unref();
  return () => clearInterval(timer);
}
