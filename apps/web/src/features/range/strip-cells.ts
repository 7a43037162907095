import { type PortStrip, STRIP_KINDS, type StripKind } from "@berth/shared/domain/host/port-strip.ts";
import type { PortInterval } from "@berth/shared/domain/network/port-interval.ts";

export interface StripCell {
  kind: StripKind;
  /** Ports of this cell, and how many of them are taken. */
  ports: number;
  taken: number;
  /** Taken share, 0 to 1. */
  share: number;
  /** First and last port of the cell; only every other port between them belongs to it. */
  low: number;
  high: number;
}

export interface StripHalves {
  even: StripCell[];
  odd: StripCell[];
}

const FILL_MAX = 31;

/** Cells of both halves from the wire's bytes, `kind << 5 | fill`; a kind of a later version reads as free. */
export function stripHalves(strip: PortStrip, range: PortInterval): StripHalves {
  const bytes = Uint8Array.from(atob(strip.cells), (character) => character.charCodeAt(0));
  const size = range.high - range.low + 1;
  const half = (cells: Uint8Array, parity: 0 | 1): StripCell[] => {
    const portsOfHalf = parity === 0 ? Math.ceil(size / 2) : Math.floor(size / 2);
    return Array.from(cells, (byte, index) => {
      const first = index * strip.portsPerCell;
      const ports = Math.max(1, Math.min(strip.portsPerCell, portsOfHalf - first));
      const fill = byte & FILL_MAX;
      const low = range.low + 2 * first + parity;
      return {
        kind: STRIP_KINDS[byte >> 5] ?? "free",
        ports,
        // `fill` was rounded up from the taken ports, so that rounding down gives them back.
        taken: Math.min(ports, Math.floor((fill * ports) / FILL_MAX)),
        share: fill / FILL_MAX,
        low,
        high: low + 2 * (ports - 1),
      };
    });
  };
  return { even: half(bytes.subarray(0, strip.evenCells), 0), odd: half(bytes.subarray(strip.evenCells), 1) };
}

/** Taken ÷ all ports of the cells, 0 to 1. */
export function takenShare(cells: readonly StripCell[]): number {
  const ports = cells.reduce((sum, cell) => sum + cell.ports, 0);
  return ports === 0 ? 0 : cells.reduce((sum, cell) => sum + cell.taken, 0) / ports;
}
