import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readSync } from "node:fs";
import path from "node:path";
import type { Bundle, BundleFile } from "../collectors/replay/bundle.ts";

/** A listing of a million sockets has so much. */
const FILE_BYTES_MAX = 128 * 1024 * 1024;
const FILES_MAX = 2_000;
/** Of all files. */
const BYTES_MAX = 512 * 1024 * 1024;

/** A link that took the place of the file meanwhile is no more followed than one that was there (Windows has no such flag). */
const READ_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * The files of a folder; a folder in it stands as an empty file whose name ends in a slash, a link as one whose name ends in an
 * at sign, as `ls -F` writes them: what another host sent must not show what lies here. Throws where the folder cannot be read
 * whole, or has more than a bundle may: half of it would be a shorter list.
 */
export function readBundleFolder(folder: string): Bundle {
  const names = readdirSync(folder).filter((name) => !name.startsWith("."));
  if (names.length > FILES_MAX) throw new RangeError(`more than ${FILES_MAX} files`);
  let bytes = 0;
  const files = names.sort().map((name) => {
    const file = readBundleFile(folder, name, BYTES_MAX - bytes);
    bytes += file.bytes.length;
    return file;
  });
  return { folder, files };
}

function readBundleFile(folder: string, name: string, bytesLeft: number): BundleFile {
  const file = path.join(folder, name);
  const entry = lstatSync(file);
  if (!entry.isFile()) return { name: `${name}${entry.isSymbolicLink() ? "@" : "/"}`, bytes: new Uint8Array(0), modifiedMs: 0 };
  const fd = openSync(file, READ_FLAGS);
  try {
    const status = fstatSync(fd);
    if (status.size > FILE_BYTES_MAX) throw new RangeError(`${name} has more than ${FILE_BYTES_MAX} bytes`);
    if (status.size > bytesLeft) throw new RangeError(`all files together have more than ${BYTES_MAX} bytes`);
    const bytes = new Uint8Array(status.size);
    let length = 0;
    for (let count = -1; count !== 0 && length < bytes.length; length += count)
      count = readSync(fd, bytes, length, bytes.length - length, null);
    return { name, bytes: bytes.subarray(0, length), modifiedMs: Math.round(status.mtimeMs) };
  } finally {
    closeSync(fd);
  }
}
