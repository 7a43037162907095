import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import type { TestProject } from "vitest/node";
import { MIGRATIONS_FOLDER } from "../db/connect/migrations-folder.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A migrated database as an uncompressed tar, which opens ten times faster than initdb. */
    pgliteTemplate: string;
  }
}

export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "berth-pglite-"));
  const pglite = await PGlite.create();
  await migrate(drizzle({ client: pglite }), { migrationsFolder: MIGRATIONS_FOLDER });
  const template = path.join(folder, "template.tar");
  await writeFile(template, (await pglite.dumpDataDir("none")).stream());
  await pglite.close();
  provide("pgliteTemplate", template);
  return () => rm(folder, { recursive: true, force: true });
}
