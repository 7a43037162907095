import type { Headroom } from "../ports/headroom.ts";

/** used ÷ capacity, 0 to 1. A range without a port to give is full; where nothing limits, nothing is used up. */
export const usedRatio = ({ used, capacity, headroom }: { used: number; capacity: number; headroom?: Headroom }): number => {
  if (headroom?.unlimited) return 0;
  return capacity === 0 ? 1 : used / capacity;
};
