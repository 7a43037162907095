import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import path from "node:path";
import type { Bundle, BundleFile } from "../collectors/replay/bundle.ts";

/** A listing of a million sockets has so much. */
const FILE_BYTES_MAX = 128 * 1024 * 1024;
const FILES_MAX = 2_000;

/**
 * The files of a folder; a folder in it stands as an empty file whose name ends in a slash. Throws where it cannot be read
 * whole, or has more than a bundle may: half of it would be a shorter list.
 */
export function readBundleFolder(folder: string): Bundle {
  const names = readdirSync(folder).filter((name) => !name.startsWith("."));
  if (names.length > FILES_MAX) throw new RangeError(`more than ${FILES_MAX} files`);
  return { folder, files: names.sort().map((name) => readBundleFile(folder, name)) };
}

function readBundleFile(folder: string, name: string): BundleFile {
  const file = path.join(folder, name);
  const status = statSync(file);
  if (!status.isFile()) return { name: `${name}/`, bytes: new Uint8Array(0), modifiedMs: 0 };
  if (status.size > FILE_BYTES_MAX) throw new RangeError(`${name} has more than ${FILE_BYTES_MAX} bytes`);
  const fd = openSync(file, "r");
  try {
    const bytes = new Uint8Array(status.size);
    let length = 0;
    for (let count = -1; count !== 0 && length < bytes.length; length += count)
      count = readSync(fd, bytes, length, bytes.length - length, null);
    return { name, bytes: bytes.subarray(0, length), modifiedMs: Math.round(status.mtimeMs) };
  } finally {
    closeSync(fd);
  }
}
