import type { CollectorPorts } from "../collector-ports.ts";
import { MalformedReading } from "../gap-from-error.ts";

/** A log's end is what counts: of a larger file so much is read. */
const TAIL_BYTES = 16 * 1024 * 1024;

/** The end of a text file, from its first whole line. UTF-8, or UTF-16 with its mark, as Windows writes it. */
export function readLogFile({ readTail }: Pick<CollectorPorts, "readTail">, file: string): { text: string; isCut: boolean } {
  if (!readTail) throw new MalformedReading("files cannot be read here");
  const { bytes, isCut } = readTail(file, TAIL_BYTES);
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  const text = new TextDecoder(encoding).decode(bytes);
  return { text: isCut ? text.slice(text.indexOf("\n") + 1) : text, isCut };
}
