import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, readlinkSync, readSync, statSync } from "node:fs";
import type { HostFiles, ReadBuffer } from "../collectors/host-files.ts";

/** The files of the machine that the agent runs on. */
export const hostFiles: HostFiles = {
  readText: (path) => readFileSync(path, "utf8"),
  readStart: (path, maxBytes) => {
    const fd = openSync(path, "r");
    try {
      const bytes = Buffer.alloc(maxBytes);
      return bytes.toString("utf8", 0, readSync(fd, bytes));
    } finally {
      closeSync(fd);
    }
  },
  readBytes: (path, buffer) => {
    const fd = openSync(path, "r");
    try {
      return readToEnd(fd, buffer);
    } finally {
      closeSync(fd);
    }
  },
  list: (path) => readdirSync(path),
  readLink: (path) => readlinkSync(path),
  identify: (path) => {
    const { dev, ino } = statSync(path);
    return { device: dev, inode: ino };
  },
  sizeOf: (path) => statSync(path).size,
};

/** A file in /proc has no size: it is read until it says that it is over. */
function readToEnd(fd: number, buffer: ReadBuffer): Uint8Array {
  for (let length = 0; ; ) {
    if (length === buffer.bytes.length) {
      const larger = new Uint8Array(buffer.bytes.length * 2);
      larger.set(buffer.bytes);
      buffer.bytes = larger;
    }
    const count = readSync(fd, buffer.bytes, length, buffer.bytes.length - length, null);
    if (count === 0) return buffer.bytes.subarray(0, length);
    length += count;
  }
}

/** The end of a file; of a pipe or a device nothing is read that has not come yet. */
export function readTail(path: string, maxBytes: number): { bytes: Uint8Array; isCut: boolean } {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw Object.assign(new Error(`${path} is no file`), { code: "ENOTDIR" });
    const from = Math.max(0, stat.size - maxBytes);
    const bytes = new Uint8Array(Math.min(stat.size, maxBytes));
    let length = 0;
    for (let count = -1; count !== 0 && length < bytes.length; length += count)
      count = readSync(fd, bytes, length, bytes.length - length, from + length);
    return { bytes: bytes.subarray(0, length), isCut: from > 0 };
  } finally {
    closeSync(fd);
  }
}
