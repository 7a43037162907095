import { gunzipSync, gzipSync } from "node:zlib";

export const gzip = (text: string): Uint8Array => gzipSync(text);

/** Throws where the bytes are not one whole gzip member (its CRC-32 tells) or unpack to more than `maxBytes`. */
export const gunzip = (bytes: Uint8Array, maxBytes: number): string => gunzipSync(bytes, { maxOutputLength: maxBytes }).toString("utf8");
