import type { MiddlewareHandler } from "hono";
import { ApiProblem } from "../errors.ts";

/** A request's body, unpacked. */
export const REQUEST_BYTES_MAX = 1_048_576;

const tooLarge = (): ApiProblem => new ApiProblem("payload-too-large", `A request carries at most ${REQUEST_BYTES_MAX} bytes, unpacked.`);

/**
 * Reads the body of a write before anything parses it: counted as it arrives, counted again while gzip unpacks it, and
 * given up at the limit, so that neither a long body nor a bomb is ever held. What follows sees the plain body.
 */
export const readBody: MiddlewareHandler = async (c, next) => {
  const { raw } = c.req;
  if (raw.body === null || raw.method === "GET" || raw.method === "HEAD") return next();
  if (Number(raw.headers.get("content-length") ?? 0) > REQUEST_BYTES_MAX) throw tooLarge();
  const bytes = await unpack(raw.body, raw.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity");
  const headers = new Headers(raw.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  c.req.raw = new Request(raw.url, { method: raw.method, headers, body: bytes.byteLength > 0 ? bytes : null });
  return next();
};

async function unpack(body: ReadableStream<Uint8Array<ArrayBuffer>>, encoding: string): Promise<Uint8Array<ArrayBuffer>> {
  if (encoding === "identity") return collect(body);
  if (encoding !== "gzip")
    throw new ApiProblem("unsupported-media-type", "Content-Encoding may be gzip or identity.", { headers: { "Accept-Encoding": "gzip" } });
  try {
    return await collect(body.pipeThrough(limit()).pipeThrough(new DecompressionStream("gzip")));
  } catch (error) {
    if (error instanceof ApiProblem) throw error;
    const faults = [{ pointer: "", code: "malformed", detail: "not a gzip stream" }];
    throw new ApiProblem("invalid-request", "The body says gzip and cannot be unpacked.", { faults });
  }
}

/** Bytes as they came: a packed body can be longer than what it says it unpacks to. */
function limit(): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let size = 0;
  return new TransformStream({
    transform(chunk, controller) {
      size += chunk.byteLength;
      if (size > REQUEST_BYTES_MAX) controller.error(tooLarge());
      else controller.enqueue(chunk);
    },
  });
}

async function collect(stream: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the stream, and with it the rest of the upload.
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > REQUEST_BYTES_MAX) throw tooLarge();
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
