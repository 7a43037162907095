import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { InteractiveDatabase } from "../../../apps/api/src/db/connect/database.ts";
import { createStores } from "../../../apps/api/src/db/stores/stores.ts";
import { issueSignInToken } from "../../../apps/api/src/services/access/issue-tokens.ts";
import { openDataFolder } from "../../local/data-folder.ts";
import { isLoopback, publicOrigin, readStartOptions } from "../../local/start-options.ts";
import { BadOption, type SimulateOptions } from "../simulate-options.ts";
import { loadFleet } from "./load-fleet.ts";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

/** Fills a new organization; returns what to do to look at it. */
export async function simulateThroughStores(options: SimulateOptions, say: (line: string) => void): Promise<string> {
  const local = readStartOptions(process.env, root);
  await using opened = new AsyncDisposableStack();
  const db = await openDatabase(options, local.dataFolder, opened);
  await db.migrate();
  const fleet = await loadFleet(db, { ...options, nowMs: Date.now(), say });
  if (options.databaseUrl !== null && !isLocal(options.databaseUrl)) return "Loaded.";
  const stores = createStores(db, fleet.organizationId);
  const token = await issueSignInToken({ stores, memberId: fleet.memberId }, Date.now());
  const how = options.databaseUrl === null ? "npm start" : "BERTH_DATABASE_URL=… npm start";
  return `Loaded. To look at it: ${how}, then once, within a day: ${publicOrigin(local)}/start/${token}`;
}

async function openDatabase(
  { databaseUrl }: SimulateOptions,
  dataFolder: string,
  opened: AsyncDisposableStack,
): Promise<InteractiveDatabase> {
  if (databaseUrl !== null) {
    const { openPostgres } = await import("../../../apps/api/src/db/connect/postgres.ts");
    const db = openPostgres(databaseUrl, () => {});
    opened.defer(() => db.close());
    await db.queries.execute("select 1").catch((error: unknown) => {
      const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new BadOption(`The database does not answer: ${reason}\nCheck --database (or BERTH_DATABASE_URL) and that it runs.`);
    });
    return db;
  }
  const folder = openDataFolder(dataFolder);
  opened.defer(() => folder.release());
  const { openPglite } = await import("../../../apps/api/src/db/connect/pglite.ts");
  const db = await openPglite(path.join(folder.folder, "database"));
  opened.defer(() => db.close());
  return db;
}

function isLocal(databaseUrl: string): boolean {
  const { hostname } = new URL(databaseUrl);
  return hostname === "" || hostname === "localhost" || isLoopback(hostname.replace(/^\[|\]$/g, ""));
}
