import { lineWithSetup, type SlimSnapshot } from "./slim-snapshot.ts";
import type { Waiting } from "./spool.ts";

/** Wire version 1: at most 60 snapshots and 1 MiB unpacked in a request. */
export const REQUEST_SNAPSHOTS = 60;
const REQUEST_BYTES = 1_048_576;

/** What one request carries. */
export interface PushRequest {
  lines: string[];
  /** Place in the spool of the newest of them. */
  last: number;
  /** The setup that the newest of them names. */
  setupHash: string;
}

/**
 * As many of what waits as a request takes, but always one; null where nothing waits. A setup that the server has not
 * acknowledged goes with the first line that names it.
 */
export function composeRequest(
  waiting: Iterable<Waiting<SlimSnapshot>>,
  acknowledged: string | null,
  countMax: number = REQUEST_SNAPSHOTS,
): PushRequest | null {
  const known = new Set([acknowledged]);
  const lines: string[] = [];
  let request: PushRequest | null = null;
  let bytes = 0;
  for (const { sequence, record } of waiting) {
    const line = known.has(record.setupHash) ? record.line : lineWithSetup(record);
    bytes += Buffer.byteLength(line) + 1;
    if (lines.length > 0 && bytes > REQUEST_BYTES) break;
    lines.push(line);
    known.add(record.setupHash);
    request = { lines, last: sequence, setupHash: record.setupHash };
    if (lines.length >= countMax) break;
  }
  return request;
}
