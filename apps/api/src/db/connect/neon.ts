import { neon, neonConfig } from "@neondatabase/serverless";
import { drizzle } from "drizzle-orm/neon-http";
import { streamCompression } from "../packing/stream-compression.ts";
import * as schema from "../schema/schema.ts";
import type { Answers, Database } from "./database.ts";
import { asQueries } from "./transactions.ts";

/**
 * Neon over HTTP: one request a batch, no connection to keep, no transaction to look into. `sqlUrl` replaces the endpoint
 * that the driver derives from the connection string, for every Neon database of the process.
 */
export function openNeon(url: string, sqlUrl?: string): Database {
  if (sqlUrl) neonConfig.fetchEndpoint = sqlUrl;
  const drizzled = drizzle({ client: neon(url), schema });
  return {
    queries: asQueries(drizzled),
    compression: streamCompression,
    // A Worker's request may not wait for what another one has begun.
    pushStatementsMax: Number.POSITIVE_INFINITY,
    async batch(settings, build) {
      const statements = build(asQueries(drizzled));
      type Batch = Parameters<typeof drizzled.batch>[0];
      const [, ...answers] = await drizzled.batch([drizzled.execute(settings), ...statements] as unknown as Batch);
      return answers as unknown as Answers<typeof statements>;
    },
    close: async () => {},
  };
}
