import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import path from "node:path";
import type { Bundle, BundleFile } from "../collectors/replay/bundle.ts";

/** A listing of a million sockets has so much. */
const FILE_BYTES_MAX = 128 * 1024 * 1024;
const FILES_MAX = 2_000;

/** The files of a folder, without its folders. Throws where the folder cannot be read, or a file in it. */
export function readBundleFolder(folder: string): Bundle {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .sort()
    .slice(0, FILES_MAX);
  return { folder, files: names.flatMap((name) => readBundleFile(folder, name)) };
}

function readBundleFile(folder: string, name: string): BundleFile[] {
  const file = path.join(folder, name);
  const status = statSync(file);
  if (!status.isFile()) return [];
  const fd = openSync(file, "r");
  try {
    const bytes = new Uint8Array(Math.min(status.size, FILE_BYTES_MAX));
    let length = 0;
    for (let count = -1; count !== 0 && length < bytes.length; length += count)
      count = readSync(fd, bytes, length, bytes.length - length, null);
    return [{ name, bytes: bytes.subarray(0, length), modifiedMs: Math.round(status.mtimeMs) }];
  } finally {
    closeSync(fd);
  }
}
