import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import * as schema from "../schema/schema.ts";
import type { InteractiveDatabase } from "./database.ts";
import { MIGRATIONS_FOLDER } from "./migrations-folder.ts";
import { transactions } from "./transactions.ts";

export interface EmbeddedDatabase extends InteractiveDatabase {
  /** The whole database as a gzipped tar that `loadDataDir` opens. */
  dump(): Promise<Blob>;
}

/** PostgreSQL inside this process, in `folder`, or in memory without one. It has no lock of its own: one process at a time. */
export async function openPglite(folder?: string, loadDataDir?: Blob): Promise<EmbeddedDatabase> {
  const pglite = await PGlite.create({ ...(folder && { dataDir: folder }), ...(loadDataDir && { loadDataDir }) });
  const drizzled = drizzle({ client: pglite, schema });
  return {
    ...transactions(drizzled),
    migrate: () => migrate(drizzled, { migrationsFolder: MIGRATIONS_FOLDER }),
    dump: () => pglite.dumpDataDir("gzip"),
    close: () => pglite.close(),
  };
}
