import { randomUUID } from "node:crypto";
import { openAsBlob } from "node:fs";
import { Client } from "pg";
import { afterAll, inject, type TestContext } from "vitest";
import type { InteractiveDatabase } from "../db/connect/database.ts";
import { openPglite } from "../db/connect/pglite.ts";
import { openPostgres } from "../db/connect/postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    driver: "pglite" | "postgres";
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
      opened ??= createFromTemplate(postgres);
    }
    return (await opened).db;
  };
}

async function openFromTemplate() {
  const db = await openPglite(undefined, await openAsBlob(inject("pgliteTemplate")));
  return { db, drop: () => db.close() };
}

async function createFromTemplate({ adminUrl, templateUrl }: { adminUrl: string; templateUrl: string }) {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const administer = async (statement: string) => {
    const client = new Client({ connectionString: adminUrl });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await administer(`create database ${name} template berth_template owner berth_owner`);
  const db = openPostgres(templateUrl.replace("berth_template", name), () => {});
  const drop = async () => {
    await db.close();
    await administer(`drop database ${name} with (force)`);
  };
  return { db, drop };
}
