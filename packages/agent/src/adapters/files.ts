import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync, statSync } from "node:fs";
import type { HostFiles, ReadBuffer } from "../collectors/host-files.ts";

/** The files of the machine that the agent runs on. */
export const hostFiles: HostFiles = {
  readText: (path) => readFileSync(path, "utf8"),
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
