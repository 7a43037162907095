import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { decodeText } from "../collectors/listing/decode-text.ts";
import type { LocalFiles } from "../commands/command-io.ts";

export const localFiles: LocalFiles = {
  read: (file, maxBytes) => {
    const fd = openSync(file, "r");
    try {
      const buffer = Buffer.alloc(maxBytes + 1);
      const bytes = readSync(fd, buffer);
      if (bytes > maxBytes) throw new RangeError(`more than ${maxBytes} bytes`);
      return { text: decodeText(buffer.subarray(0, bytes)), isPrivate: (fstatSync(fd).mode & 0o077) === 0 };
    } finally {
      closeSync(fd);
    }
  },
};
