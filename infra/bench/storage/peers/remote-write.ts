import type { SeriesPart } from "./series-parts.ts";

/** Of a sample: its tag and length, value and time of day each with a tag. Six bytes hold epoch milliseconds until the year 2109. */
const SAMPLE_BYTES = 18;
const TIME_BYTES = 6;
/** What a literal of two length bytes holds at most. */
const LITERAL_BYTES = 65_536;

/** A WriteRequest of Prometheus' remote write 1.0 (prometheus/prompb/remote.proto), compressed as it asks. */
export function writeRequest(parts: readonly SeriesPart[]): Uint8Array {
  const series = parts.map((part) => {
    const labels = labelsOf(part);
    return { part, labels, bytes: labels.length + part.values.length * SAMPLE_BYTES };
  });
  const message = Buffer.alloc(series.reduce((sum, { bytes }) => sum + 1 + varint(bytes).length + bytes, 0));
  let at = 0;
  for (const { part, labels, bytes } of series) {
    message[at++] = tag(1, 2);
    at += Buffer.from(varint(bytes)).copy(message, at);
    at += labels.copy(message, at);
    for (const [index, value] of part.values.entries()) at = writeSample(message, at, value, part.timesMs[index]!);
  }
  return snappyLiterals(message);
}

/** Sorted by name, as the receiver wants them. */
const labelsOf = ({ metric, host }: SeriesPart): Buffer =>
  Buffer.concat([label("__name__", metric), ...(host === null ? [] : [label("host", host)])]);

const label = (name: string, value: string): Buffer => field(1, Buffer.concat([field(1, Buffer.from(name)), field(2, Buffer.from(value))]));

const field = (number: number, bytes: Buffer): Buffer => Buffer.concat([Buffer.from([tag(number, 2), ...varint(bytes.length)]), bytes]);

const tag = (number: number, wireType: number): number => (number << 3) | wireType;

function writeSample(message: Buffer, start: number, value: number, atMs: number): number {
  let at = start;
  message[at++] = tag(2, 2);
  message[at++] = SAMPLE_BYTES - 2;
  message[at++] = tag(1, 1);
  at = message.writeDoubleLE(value, at);
  message[at++] = tag(2, 0);
  let left = atMs;
  for (let byte = 0; byte < TIME_BYTES; byte++) {
    message[at++] = (left % 128) | (byte < TIME_BYTES - 1 ? 128 : 0);
    left = Math.floor(left / 128);
  }
  return at;
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left > 127; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
  return [...bytes, left];
}

/** A Snappy block (google/snappy format_description.txt) that copies nothing: the sizes of requests are not what is measured. */
function snappyLiterals(bytes: Buffer): Uint8Array {
  const pieces: Buffer[] = [Buffer.from(varint(bytes.length))];
  for (let from = 0; from < bytes.length; from += LITERAL_BYTES) {
    const piece = bytes.subarray(from, from + LITERAL_BYTES);
    const last = piece.length - 1;
    pieces.push(Buffer.from([61 << 2, last & 255, last >> 8]), piece);
  }
  return Buffer.concat(pieces);
}
