import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { EmbeddedDatabase } from "../db/connect/pglite.ts";

const KEPT = 3;
const NAME = /^berth-\d{4}-\d{2}-\d{2}\.tar\.gz$/;

/**
 * Once a day (UTC), writes the embedded database as one archive into `folder` and removes all but the newest three: it
 * never calls fsync, so a power cut may cost it. Under its final name a dump is complete.
 */
export async function dumpDaily(db: EmbeddedDatabase, folder: string, nowMs: number): Promise<void> {
  const name = `berth-${new Date(nowMs).toISOString().slice(0, 10)}.tar.gz`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const dumps = (await readdir(folder)).filter((each) => NAME.test(each)).sort();
  if (dumps.includes(name)) return;
  const unfinished = path.join(folder, `${name}.part`);
  const dump = await db.dump();
  await writeFile(unfinished, dump.stream(), { mode: 0o600, flush: true });
  await rename(unfinished, path.join(folder, name));
  for (const old of [...dumps, name].slice(0, -KEPT)) await rm(path.join(folder, old), { force: true });
}
