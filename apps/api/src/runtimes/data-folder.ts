import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

/** The key that signs cursors, made at the first start and kept beside the database, for its owner only. */
export async function readCursorKey(dataDir: string): Promise<string> {
  const file = path.join(dataDir, "cursor-key");
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  try {
    await writeFile(file, Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url"), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFile(file, "utf8");
}
