import type { PortFailure } from "../host/failure.ts";
import type { Snapshot } from "../host/snapshot.ts";

/** A failure that is older says that something was short, not that it is. */
export const FRESH_MS = 15 * 60_000;

/** How far back evidence counts at all. */
export const EVIDENCE_MS = 24 * 3_600_000;

/** Failures whose last time is at most `windowMs` before the snapshot. */
export const failuresWithin = ({ failures, capturedAtMs }: Snapshot, windowMs: number): PortFailure[] =>
  failures.filter(({ atMs }) => capturedAtMs - atMs <= windowMs);
