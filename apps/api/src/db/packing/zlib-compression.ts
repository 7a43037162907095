import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Compression } from "./pack-json.ts";

/** A body is a few kilobytes: a window as large as it costs less to lay out than the largest. Whoever unpacks need not know. */
const OPTIONS = { windowBits: 13, memLevel: 5 };

/** Node's own: for a body of one or two kilobytes a sixth of what a stream costs. */
export const zlibCompression: Compression = {
  deflate: (bytes) => deflateRawSync(bytes, OPTIONS),
  inflate: (bytes) => inflateRawSync(bytes),
};
