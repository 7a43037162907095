import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Pool } from "pg";
import * as schema from "../schema/schema.ts";
import type { InteractiveDatabase } from "./database.ts";
import { MIGRATIONS_FOLDER } from "./migrations-folder.ts";
import { hearNothing, transactions } from "./transactions.ts";

/** Serialises migrations of processes that start together; any constant of our own. */
const MIGRATION_LOCK = 7_731_000;

/** PostgreSQL 15 or newer over TCP. `onIdleError` hears of connections that break while nobody uses them. */
export function openPostgres(url: string, onIdleError: (error: Error) => void): InteractiveDatabase {
  const pool = new Pool({ connectionString: url, max: 10, statement_timeout: 20_000, connectionTimeoutMillis: 5_000 });
  pool.on("error", onIdleError);
  pool.on("connect", hearNothing);
  return {
    ...transactions(drizzle({ client: pool, schema })),
    async migrate() {
      const client = await pool.connect();
      try {
        await client.query("set statement_timeout = 0");
        await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
        await migrate(drizzle({ client, schema }), { migrationsFolder: MIGRATIONS_FOLDER });
      } finally {
        // A connection that is gone gives up its lock and its setting.
        client.release(true);
      }
    },
    close: () => pool.end(),
  };
}
