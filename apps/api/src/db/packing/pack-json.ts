import type { Json } from "./column-format.ts";
import { packColumns } from "./pack-columns.ts";
import { unpackColumns } from "./unpack-columns.ts";

/** Raw deflate, as each runtime does it best; what one writes the other reads. */
export interface Compression {
  deflate(bytes: Uint8Array<ArrayBuffer>): Uint8Array | Promise<Uint8Array>;
  inflate(bytes: Uint8Array<ArrayBuffer>): Uint8Array | Promise<Uint8Array>;
}

/** JSON values of one kind, small, as base64: the form in which every driver carries bytes. */
export async function packJson(compression: Compression, rows: readonly unknown[]): Promise<string> {
  return (await compression.deflate(packColumns(rows as readonly Json[]))).toBase64();
}

export async function unpackJson<T>(compression: Compression, base64: string): Promise<T[]> {
  return unpackColumns(await compression.inflate(Uint8Array.fromBase64(base64))) as T[];
}
