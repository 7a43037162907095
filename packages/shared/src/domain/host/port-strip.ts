import type { Destination } from "./snapshot.ts";

/**
 * The range in at most 2,048 cells: first the even offsets from the range's low end, then the odd ones, because
 * connect() takes the even half before it touches the odd one.
 *
 * `cells` is base64 of one byte a cell, `kind << 5 | fill`, where `fill` is the taken share of the cell's ports,
 * 0 to 31, rounded up, and `kind` indexes STRIP_KINDS.
 */
export interface PortStrip {
  portsPerCell: number;
  /** Cells of the even half; the rest belongs to the odd half. */
  evenCells: number;
  cells: string;
  source: string | null;
  destination: Destination | null;
}

/** What dominates a cell. Where several are present, the later in this list wins; reserved only where nothing is taken. */
export const STRIP_KINDS = ["free", "reserved", "timeWaitOld", "timeWaitMid", "timeWaitNew", "live", "blocked"] as const;
export type StripKind = (typeof STRIP_KINDS)[number];
