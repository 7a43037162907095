import { printable } from "../uplink/log.ts";
import type { StateFolder } from "../uplink/state-folder.ts";
import type { CommandIo } from "./command-io.ts";

const PROBE_FILE = "writable";

/** The agent's folder, made and tried before anything depends on it; null once it has been said why not. */
export function openStateFolder(path: string, io: CommandIo): StateFolder | null {
  const folder = io.openState(path);
  try {
    folder.create();
    folder.write(PROBE_FILE, new Uint8Array());
    folder.remove(PROBE_FILE);
    return folder;
  } catch (error) {
    io.writeError(`${io.text.run.folderUnusable(path, reasonOf(error))}\n`);
    return null;
  }
}

/** The system's word on an error (ENOENT, EACCES, …), else its message. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return printable(String(error));
  return "code" in error && typeof error.code === "string" ? error.code : printable(error.message);
}
