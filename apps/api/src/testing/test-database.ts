import { randomUUID } from "node:crypto";
import { openAsBlob } from "node:fs";
import { Client } from "pg";
import { afterAll, inject, type ProvidedContext, type TestContext } from "vitest";
import type { InteractiveDatabase } from "../db/connect/database.ts";
import { openNeon } from "../db/connect/neon.ts";
import { openNeonSockets } from "../db/connect/neon-sockets.ts";
import { openPglite } from "../db/connect/pglite.ts";
import { openPostgres } from "../db/connect/postgres.ts";
import { startNeonStandIn } from "./neon-stand-in.ts";
import { startSocketProxy } from "./socket-proxy.ts";

declare module "vitest" {
  interface ProvidedContext {
    driver: "pglite" | "postgres" | "neon-http" | "neon-sockets";
  }
}

/** The one database of a test file, on whichever driver the project is about: migrated, empty, and gone afterwards. */
export function useDatabase(): (ctx: TestContext) => Promise<InteractiveDatabase> {
  let opened: Promise<{ db: InteractiveDatabase; drop: () => Promise<void> }> | undefined;
  afterAll(async () => (await opened)?.drop());
  return async (ctx) => {
    if (inject("driver") === "pglite") {
      opened ??= openFromTemplate();
    } else {
      const postgres = inject("postgres");
      if ("reason" in postgres) return ctx.skip(postgres.reason);
      opened ??= createFromTemplate(postgres, inject("driver"));
    }
    return (await opened).db;
  };
}

async function openFromTemplate() {
  const db = await openPglite(undefined, await openAsBlob(inject("pgliteTemplate")));
  return { db, drop: () => db.close() };
}

async function createFromTemplate({ adminUrl, templateUrl }: { adminUrl: string; templateUrl: string }, driver: ProvidedContext["driver"]) {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const administer = async (statement: string) => {
    const client = new Client({ connectionString: adminUrl });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await administer(`create database ${name} template berth_template owner berth_owner`);
  const { db, close } = await connect(templateUrl.replace("berth_template", name), driver);
  const drop = async () => {
    await close();
    await administer(`drop database ${name} with (force)`);
  };
  return { db, drop };
}

/** Through Neon's drivers the server is the same PostgreSQL, behind what speaks Neon's protocols. */
async function connect(url: string, driver: ProvidedContext["driver"]): Promise<{ db: InteractiveDatabase; close: () => Promise<void> }> {
  if (driver === "neon-sockets") {
    const proxy = await startSocketProxy(url);
    const db = openNeonSockets(url, () => {}, proxy.address);
    return { db, close: () => db.close().then(() => proxy.close()) };
  }
  const postgres = openPostgres(url, () => {});
  if (driver !== "neon-http") return { db: postgres, close: () => postgres.close() };
  const standIn = await startNeonStandIn(url);
  // HTTP cannot look between two statements; the few tests that do so themselves do it beside the driver.
  const db = { ...postgres, ...openNeon("postgres://berth:secret@db.example.test/berth", standIn.sqlUrl) };
  return { db, close: () => standIn.close().then(() => postgres.close()) };
}
