import type { Client } from "pg";
import type { InteractiveDatabase } from "../../../apps/api/src/db/connect/database.ts";
import { createStores, type Stores } from "../../../apps/api/src/db/stores/stores.ts";

export interface Statement {
  sql: string;
  params: unknown[];
}

interface Buildable {
  toSQL(): Statement;
}

const isBuildable = (value: unknown): value is Buildable => typeof value === "object" && value !== null && "toSQL" in value;

/** The statements that a store would send for one read, without sending them. */
export async function statementsOf(
  db: InteractiveDatabase,
  organizationId: number,
  read: (stores: Stores) => Promise<unknown>,
): Promise<Statement[]> {
  const { promise, resolve } = Promise.withResolvers<Statement[]>();
  const listening: InteractiveDatabase = {
    ...db,
    batch(_settings, build) {
      const statements: readonly unknown[] = build(db.queries);
      resolve(statements.filter(isBuildable).map((statement) => statement.toSQL()));
      return new Promise(() => {});
    },
  };
  void read(createStores(listening, organizationId));
  return promise;
}

/** As the API's role for one organization, or as a superuser for whom no policy counts. */
export type Reader = { organizationId: number } | "superuser";

/** Milliseconds that the database needs to plan and run the statements and to write out their rows. */
export async function databaseMs(admin: Client, reader: Reader, statements: readonly Statement[]): Promise<number> {
  await admin.query("begin");
  if (reader !== "superuser")
    await admin.query("select set_config('role', 'berth_app', true), set_config('app.organization_id', $1, true)", [
      String(reader.organizationId),
    ]);
  let sum = 0;
  for (const { sql, params } of statements) {
    const { rows } = await admin.query<{ "QUERY PLAN": [{ "Planning Time": number; "Execution Time": number }] }>(
      `explain (analyze, serialize text, timing off, buffers off, format json) ${sql}`,
      params,
    );
    const [plan] = rows[0]!["QUERY PLAN"];
    sum += plan["Planning Time"] + plan["Execution Time"];
  }
  await admin.query("rollback");
  return sum;
}
