import type { Readable, Writable } from "node:stream";
import { decodeText } from "../collectors/listing/decode-text.ts";

/** Everything on a stream as text, UTF-8 or UTF-16; a RangeError past `maxBytes`. */
export async function readAll(stream: Readable, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.byteLength;
    if (bytes > maxBytes) throw new RangeError(`more than ${maxBytes} bytes`);
    chunks.push(buffer);
  }
  return decodeText(Buffer.concat(chunks));
}

/** A reader that left (`| head`) is no error; anything else that a stream refuses is, by its system error's name. */
export function quietWhenReaderLeaves(stream: Writable, onError: (reason: string) => void, onLeft?: () => void): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") onLeft?.();
    else onError(error.code ?? error.message);
  });
}

/** Resolves once everything written so far has left this process, or cannot. */
export const drained = (stream: Writable): Promise<void> => new Promise((resolve) => stream.write("", () => resolve()));
