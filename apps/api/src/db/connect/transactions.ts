import type { SQL } from "drizzle-orm";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { zlibCompression } from "../packing/zlib-compression.ts";
import type * as schema from "../schema/schema.ts";
import type { Answers, InteractiveDatabase, Queries } from "./database.ts";

/** Drivers differ in what `execute` answers, and nothing here looks at that: seen as builders they are one type. */
export const asQueries = <H extends PgQueryResultHKT>(drizzled: PgDatabase<H, typeof schema>): Queries => drizzled as unknown as Queries;

/** A connection that breaks in use tells its statement, and emits an event besides that ends the process if nobody listens. */
export const hearNothing = (connection: { on(event: "error", listener: () => void): unknown }): void =>
  void connection.on("error", () => {});

/** Of ten connections: some are left for those who read. */
const PUSH_STATEMENTS_MAX = 6;

/** Both doors on a driver that holds a connection for the length of a transaction. */
export function transactions<H extends PgQueryResultHKT>(
  drizzled: PgDatabase<H, typeof schema>,
): Pick<InteractiveDatabase, "queries" | "compression" | "pushStatementsMax" | "batch" | "transaction"> {
  const transaction = async <T>(settings: SQL, work: (queries: Queries) => Promise<T>): Promise<T> => {
    const failures: unknown[] = [];
    try {
      return await drizzled.transaction(async (tx) => {
        try {
          await tx.execute(settings);
          return await work(asQueries(tx));
        } catch (error) {
          failures.push(error);
          throw error;
        }
      });
    } catch (error) {
      // Where the connection broke its rollback fails as well, and would speak in place of what happened.
      throw failures[0] ?? error;
    }
  };
  return {
    queries: asQueries(drizzled),
    compression: zlibCompression,
    pushStatementsMax: PUSH_STATEMENTS_MAX,
    transaction,
    batch: (settings, build) =>
      transaction(settings, async (queries) => {
        const statements = build(queries);
        const answers: unknown[] = [];
        for (const statement of statements) answers.push(await statement);
        return answers as Answers<typeof statements>;
      }),
  };
}
