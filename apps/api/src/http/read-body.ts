import type { MiddlewareHandler } from "hono";
import { ApiProblem } from "../errors.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** A request's body, unpacked. */
export const REQUEST_BYTES_MAX = 1_048_576;

/** Unpacks gzip, as each runtime does it best; rejects with `TooLongError` as soon as more than `bytesMax` come out, with any other error for what is no gzip. */
export type Gunzip = (packed: Bytes, bytesMax: number) => Uint8Array | Promise<Uint8Array>;

export class TooLongError extends Error {}

const asProblem = (error: unknown): never => {
  throw error instanceof TooLongError ? tooLarge() : error;
};

const tooLarge = (): ApiProblem => new ApiProblem("payload-too-large", `A request carries at most ${REQUEST_BYTES_MAX} bytes, unpacked.`);

/**
 * Reads the body of a write before anything parses it: counted as it arrives, counted again while gzip unpacks it, and
 * given up at the limit, so that neither a long body nor a bomb is ever held. What follows sees the plain body.
 */
export const readBody =
  (gunzip: Gunzip): MiddlewareHandler =>
  async (c, next) => {
    const { raw } = c.req;
    const length = c.req.header("content-length");
    const isWithout = raw.method === "GET" || raw.method === "HEAD" || length === "0" || (length === undefined && raw.body === null);
    if (isWithout) return next();
    if (Number(length ?? 0) > REQUEST_BYTES_MAX) throw tooLarge();
    // A length that was said is all that the connection lets through.
    const read = length === undefined ? collect(raw.body, REQUEST_BYTES_MAX) : raw.arrayBuffer();
    const bytes = new Uint8Array(await read.catch(asProblem));
    if (bytes.byteLength > REQUEST_BYTES_MAX) throw tooLarge();
    const plain = await unpack(gunzip, bytes, c.req.header("content-encoding")?.trim().toLowerCase() ?? "identity");
    c.req.bodyCache = { text: asCached(new TextDecoder().decode(plain)) };
    return next();
  };

/** Hono makes every form of a body from the text that it has read, which it keeps as a promise, whatever its type says. */
const asCached = (text: string): string => Promise.resolve(text) as unknown as string;

async function unpack(gunzip: Gunzip, bytes: Bytes, encoding: string): Promise<Uint8Array> {
  if (encoding === "identity") return bytes;
  if (encoding !== "gzip")
    throw new ApiProblem("unsupported-media-type", "Content-Encoding may be gzip or identity.", { headers: { "Accept-Encoding": "gzip" } });
  try {
    return await gunzip(bytes, REQUEST_BYTES_MAX);
  } catch (error) {
    if (error instanceof TooLongError) throw tooLarge();
    const faults = [{ pointer: "", code: "malformed", detail: "not a gzip stream" }];
    throw new ApiProblem("invalid-request", "The body says gzip and cannot be unpacked.", { faults });
  }
}

/** Leaving the loop cancels the stream, and with it the rest of the upload. */
async function collect(stream: ReadableStream<Uint8Array> | null, bytesMax: number): Promise<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream ?? []) {
    size += chunk.byteLength;
    if (size > bytesMax) throw new TooLongError();
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes.buffer;
}

/** The web's way to unpack, which is all that a Worker has. */
export const streamGunzip: Gunzip = async (packed, bytesMax) =>
  new Uint8Array(await collect(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")), bytesMax));
