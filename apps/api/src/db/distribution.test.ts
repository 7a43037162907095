import { getTableName, is, sql } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { beforeEach, describe, expect, test } from "vitest";
import { useDatabase } from "../testing/test-database.ts";
import type { InteractiveDatabase } from "./connect/database.ts";
import * as schema from "./schema/schema.ts";

/** Kept whole in every database: about the database itself. */
const LOCAL = new Set(["rollup_watermark"]);
/** The organization is what is distributed by. */
const ROOT = "organization";

const database = useDatabase();
let db: InteractiveDatabase;

beforeEach(async (ctx) => {
  db = await database(ctx);
});

const TABLES = Object.values<unknown>(schema)
  .filter((table): table is PgTable => is(table, PgTable))
  .filter((table) => !LOCAL.has(getTableName(table)));

interface Key {
  table: string;
  name: string;
  columns: string[];
}

/** Keys as the database has them: what a cluster that shards by organization would be given. */
async function keysOf(condition: string): Promise<Key[]> {
  return db.queries
    .select({
      table: sql<string>`c.relname`,
      name: sql<string>`i.relname`,
      columns: sql<string[]>`(
        select array_to_json(array_agg(a.attname order by k.ordinality))
        from unnest(x.indkey) with ordinality k (attnum, ordinality)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum)`.mapWith((value) =>
        typeof value === "string" ? (JSON.parse(value) as string[]) : (value as string[]),
      ),
    })
    .from(sql`pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid`)
    .where(sql`c.relnamespace = 'berth'::regnamespace and not c.relispartition and ${sql.raw(condition)}`)
    .orderBy(sql`c.relname`, sql`i.relname`);
}

/**
 * Citus, and any directory from organizations to databases, ask the same: that an organization's rows can be told by their
 * key, and that no key or reference reaches into another's. An index over a secret's hash alone is found before the
 * organization is known; where it is distributed, the directory knows the organization first, and the index becomes local.
 */
describe("the schema distributes by organization as it stands", () => {
  const SECRETS = new Set(["session_secret", "sign_in_token_secret", "enrolment_token_secret", "host_credential_secret"]);

  test("every primary key begins with the organization", async () => {
    const keys = (await keysOf("x.indisprimary")).filter(({ table }) => !LOCAL.has(table) && table !== ROOT);
    expect(keys.filter(({ columns }) => columns[0] !== "organization_id")).toEqual([]);
    const without = TABLES.map(getTableName).filter((name) => name !== ROOT && !keys.some(({ table }) => table === name));
    expect(without, "markers have no key").toEqual(["rollup_dirty"]);
  });

  test("every unique index has the organization in it, but those over the hash of a secret", async () => {
    const unique = (await keysOf("x.indisunique and not x.indisprimary")).filter(({ table }) => table !== ROOT);
    expect(unique.filter(({ name, columns }) => !columns.includes("organization_id") && !SECRETS.has(name))).toEqual([]);
    expect(unique.filter(({ name }) => SECRETS.has(name)).map(({ columns }) => columns)).toEqual([...SECRETS].map(() => ["secret_hash"]));
  });

  test("every reference stays within the organization", () => {
    for (const table of TABLES)
      for (const key of getTableConfig(table).foreignKeys) {
        const { columns, foreignColumns, foreignTable } = key.reference();
        const at = columns.findIndex(({ name }) => name === "organization_id");
        expect(at, getTableName(table)).toBeGreaterThanOrEqual(0);
        expect(foreignColumns[at]?.name).toBe(getTableName(foreignTable) === ROOT ? "id" : "organization_id");
      }
  });

  test("every table has a column of the organization that cannot be null", () => {
    for (const table of TABLES) {
      if (getTableName(table) === ROOT) continue;
      const column = getTableConfig(table).columns.find(({ name }) => name === "organization_id");
      expect(column?.notNull, getTableName(table)).toBe(true);
    }
  });
});
