import { accessSync, chmodSync, constants, existsSync, mkdirSync, rmSync, statfsSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { releaseLock, takeLock, writeHolder } from "./process-lock.mjs";
import { errorCode, StartFailure } from "./start-failure.ts";

/** A new database, its write-ahead log and a day of snapshots. */
const FREE_BYTES_MIN = 200_000_000;
const PRIVATE = 0o700;
const REFUSALS = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENOENT"]);

export interface DataFolder {
  folder: string;
  /** Others could read it before: its mode was changed. */
  wasOpen: boolean;
  /** Tells whoever finds the folder in use where this Berth is. */
  announce(address: string): void;
  release(): void;
}

/** Makes the folder, for this user alone, and takes its lock. Throws a StartFailure that says what is in the way. */
export function openDataFolder(folder: string): DataFolder {
  const lock = path.join(folder, "lock");
  try {
    makeFolder(folder);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    const wasOpen = (statSync(folder).mode & 0o077) !== 0;
    if (wasOpen) chmodSync(folder, PRIVATE);
    requireSpace(folder);
    const holder = takeLock(lock);
    if (holder) throw new StartFailure({ kind: "folder-in-use", folder, pid: holder.pid, address: holder.address });
    return { folder, wasOpen, announce: (address) => writeHolder(lock, process.pid, address), release: () => releaseLock(lock) };
  } catch (error) {
    throw asStartFailure(error, folder);
  }
}

/** Not mkdir's own `recursive`: where the parent is there and still takes no folder (/proc), Node tries without end. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder, { mode: PRIVATE });
}

/** What a full disk or a missing right looks like wherever it shows first. Other errors are returned as they are. */
export function asStartFailure(error: unknown, folder: string): unknown {
  const code = errorCode(error);
  if (code === "ENOSPC" || code === "EDQUOT") return noSpace(folder, null);
  return code && REFUSALS.has(code) ? new StartFailure({ kind: "folder-not-writable", folder, reason: code }, { cause: error }) : error;
}

/** Tries a byte too, because a quota does not show in the free blocks. */
function requireSpace(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < FREE_BYTES_MIN) throw noSpace(folder, bavail * bsize);
  const trial = path.join(folder, `.trial-${process.pid}`);
  writeFileSync(trial, "x");
  rmSync(trial);
}

function noSpace(folder: string, freeBytes: number | null): StartFailure {
  return new StartFailure({ kind: "no-space", folder, freeBytes, neededBytes: FREE_BYTES_MIN });
}
