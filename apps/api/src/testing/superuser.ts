import { sql } from "drizzle-orm";
import { Client } from "pg";
import { inject } from "vitest";
import type { InteractiveDatabase } from "../db/connect/database.ts";

/** Beside `db`, in the same database, for whom no policy counts. */
export async function connectSuperuser(db: InteractiveDatabase): Promise<Client> {
  const postgres = inject("postgres");
  if ("reason" in postgres) throw new Error(postgres.reason);
  const [found] = await db.queries.select({ name: sql<string>`current_database()` }).from(sql`(values (1)) as one`);
  const url = new URL(postgres.adminUrl);
  url.pathname = found?.name ?? "";
  const client = new Client({ connectionString: url.href });
  await client.connect();
  return client;
}
