import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { diskStateFolder } from "../adapters/disk-state-folder.ts";
import type { StateFolder } from "../uplink/state-folder.ts";

/** Hands `work` an empty folder on the real disk and removes it afterwards. */
export async function inTemporaryFolder<T>(work: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "berth-agent-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const stateFolderIn = (folder: string): StateFolder => diskStateFolder(folder, process.pid);
