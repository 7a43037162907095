import { sql } from "drizzle-orm";
import { asJobs, type InteractiveDatabase, type Queries } from "../../../apps/api/src/db/connect/database.ts";

type Value = number | string | null;

/** One column of the rows to insert. Types but the whole numbers travel as text: lists as `{1,2,NULL}`, bytes as base64. */
export interface Column {
  name: string;
  type: "int" | "bigint" | "smallint" | "text" | "jsonb" | "bytea" | "smallint[]" | "int[]";
  values: readonly Value[];
}

const WHOLE_NUMBERS = new Set<Column["type"]>(["int", "bigint", "smallint"]);

/** Rows by columns in one statement, for one organization. `table` and the names are ours, never a person's. */
export async function insertColumns(queries: Queries, table: string, organizationId: number, columns: readonly Column[]): Promise<void> {
  if (columns[0]?.values.length === 0) return;
  const names = columns.map(({ name }) => name);
  const read = columns.map(({ name, type }) => (type === "bytea" ? `decode(v.${name}, 'base64')` : `v.${name}::${type}`));
  const arrays = columns.map(({ type, values }) => sql`${literalOf(type, values)}::${sql.raw(`${travelType(type)}[]`)}`);
  await queries.execute(
    sql`insert into berth.${sql.raw(table)} (organization_id, ${sql.raw(names.join(", "))})
      select ${organizationId}::int, ${sql.raw(read.join(", "))} from unnest(${sql.join(arrays, sql`, `)}) as v (${sql.raw(names.join(", "))})`,
  );
}

const travelType = (type: Column["type"]): string => (WHOLE_NUMBERS.has(type) ? type : "text");

/** As array_in reads it; a text with quotes, backslashes or commas stands between quotes. */
function literalOf(type: Column["type"], values: readonly Value[]): string {
  if (WHOLE_NUMBERS.has(type)) return `{${values.map((each) => each ?? "NULL").join()}}`;
  return `{${values.map((each) => (each === null ? "NULL" : `"${String(each).replaceAll(/["\\]/g, "\\$&")}"`)).join()}}`;
}

/** A transaction of the schema's owner for one organization: only the tenant's policy holds, no grant. */
export const asOwner = <T>(db: InteractiveDatabase, organizationId: number, work: (queries: Queries) => Promise<T>): Promise<T> =>
  db.transaction(
    sql`select set_config('app.organization_id', ${String(organizationId)}, true), set_config('statement_timeout', '0', true),
      set_config('synchronous_commit', 'off', true)`,
    work,
  );

/** Partitions for everything that belongs to a time, made where they are missing. */
export async function ensurePartitions(db: InteractiveDatabase, atMs: number): Promise<void> {
  await asJobs(db, (queries) => [queries.select({ done: sql`1` }).from(sql`berth.ensure_partitions(${atMs}::bigint)`)]);
}
