import type { Headroom } from "@berth/shared/domain/ports/headroom.ts";

/** The interval of used ÷ capacity that a headroom's `low` and `high` enclose; undefined where nothing limits. */
export function usedBetween(headroom: Headroom, capacity: number): { low: number; high: number } | undefined {
  if (headroom.unlimited || capacity === 0) return undefined;
  return { low: (capacity - headroom.high) / capacity, high: (capacity - headroom.low) / capacity };
}
