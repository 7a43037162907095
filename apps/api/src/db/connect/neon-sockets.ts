import { neonConfig, Pool } from "@neondatabase/serverless";
import { drizzle } from "drizzle-orm/neon-serverless";
import { migrate } from "drizzle-orm/neon-serverless/migrator";
import * as schema from "../schema/schema.ts";
import type { InteractiveDatabase } from "./database.ts";
import { MIGRATIONS_FOLDER } from "./migrations-folder.ts";
import { hearNothing, transactions } from "./transactions.ts";

/**
 * Neon over WebSockets: transactions that look between two statements, from where only HTTPS gets out. `proxy` (host:port/path)
 * replaces the endpoint that the driver derives from the connection string, without TLS, for every Neon database of the
 * process. `onIdleError` hears of connections that break while nobody uses them.
 */
export function openNeonSockets(url: string, onIdleError: (error: Error) => void, proxy?: string): InteractiveDatabase {
  neonConfig.webSocketConstructor = WebSocket;
  if (proxy) {
    neonConfig.wsProxy = () => proxy;
    neonConfig.useSecureWebSocket = false;
    neonConfig.pipelineConnect = false;
  }
  const pool = new Pool({ connectionString: url, max: 10 });
  pool.on("error", onIdleError);
  pool.on("connect", hearNothing);
  const drizzled = drizzle({ client: pool, schema });
  return {
    ...transactions(drizzled),
    migrate: () => migrate(drizzled, { migrationsFolder: MIGRATIONS_FOLDER }),
    close: () => pool.end(),
  };
}
