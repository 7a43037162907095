import { type SQL, sql } from "drizzle-orm";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type { Compression } from "../packing/pack-json.ts";
import type * as schema from "../schema/schema.ts";

/** Builds statements; what every driver has. */
export type Queries = PgDatabase<PgQueryResultHKT, typeof schema>;

export type Answers<T extends readonly PromiseLike<unknown>[]> = { [K in keyof T]: Awaited<T[K]> };

/** A database behind one of the drivers. The tables are reached through the doors below, never through `queries` alone. */
export interface Database {
  /** For the functions that check a secret themselves; a table read this way has no rows. */
  queries: Queries;
  compression: Compression;
  /** So many statements of pushes are under way at a time, and of each organization one: other pushes wait and share the next. Infinity: each has its own. */
  pushStatementsMax: number;
  /** `settings`, then the statements in order, as one transaction: one request where the driver speaks HTTP. */
  batch<const T extends readonly PromiseLike<unknown>[]>(settings: SQL, build: (queries: Queries) => T): Promise<Answers<T>>;
  close(): Promise<void>;
}

/** A database that can also look between two statements of one transaction, which HTTP cannot. */
export interface InteractiveDatabase extends Database {
  transaction<T>(settings: SQL, work: (queries: Queries) => Promise<T>): Promise<T>;
  migrate(): Promise<void>;
}

const asApp = (organizationId: number) =>
  sql`select set_config('role', 'berth_app', true), set_config('app.organization_id', ${String(organizationId)}, true)`;

/** Statements for one organization, built at once; reads, and single writes that need no look in between. */
export const readOrg = <const T extends readonly PromiseLike<unknown>[]>(
  db: Database,
  organizationId: number,
  build: (queries: Queries) => T,
): Promise<Answers<T>> => db.batch(asApp(organizationId), build);

/** A transaction for one organization. */
export const withOrg = <T>(db: InteractiveDatabase, organizationId: number, work: (queries: Queries) => Promise<T>): Promise<T> =>
  db.transaction(asApp(organizationId), work);

/** For scheduled work: every organization, and of each only what the role's grants name. */
export const asJobs = <const T extends readonly PromiseLike<unknown>[]>(
  db: Database,
  build: (queries: Queries) => T,
): Promise<Answers<T>> => db.batch(sql`select set_config('role', 'berth_jobs', true)`, build);
