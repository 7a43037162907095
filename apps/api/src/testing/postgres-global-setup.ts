import { sql } from "drizzle-orm";
import { Client } from "pg";
import type { TestProject } from "vitest/node";
import { openPostgres } from "../db/connect/postgres.ts";
import { startPostgres } from "./postgres-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Of a migrated database that is a template for others; null with the reason why there is none. */
    postgres: { adminUrl: string; templateUrl: string; loginUrl: string } | { reason: string };
  }
}

/** Owns nothing and may only become the two roles, as infra/edge advises. */
const LOGIN = "berth_worker";

/** One server for all test files, with the schema owned by a role that is neither a superuser nor free of row-level security. */
export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  const started = await startPostgres().catch((error: unknown) => String(error));
  if (typeof started === "string") {
    provide("postgres", { reason: `no PostgreSQL here: ${started.slice(0, 500)}` });
    return async () => {};
  }
  const admin = new Client({ connectionString: started.url("postgres") });
  await admin.connect();
  await admin.query("create role berth_owner login createrole");
  await admin.query(`create role ${LOGIN} login`);
  await admin.query("create database berth_template owner berth_owner");
  await admin.end();
  const templateUrl = started.url("berth_template", "berth_owner");
  const db = openPostgres(templateUrl, () => {});
  await db.migrate();
  await db.queries.execute(sql`grant berth_app, berth_jobs to ${sql.identifier(LOGIN)}`);
  await db.close();
  provide("postgres", { adminUrl: started.url("postgres"), templateUrl, loginUrl: started.url("berth_template", LOGIN) });
  return () => started.stop();
}
