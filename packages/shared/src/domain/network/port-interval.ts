/** A closed interval of port numbers, 0 to 65535, `low` ≤ `high`. */
export interface PortInterval {
  low: number;
  high: number;
}

export const PORT_MAX = 65_535;

/** Number of ports in one interval: both ends count, so 32768–60999 has 28,232. */
export const intervalSize = (interval: PortInterval): number => interval.high - interval.low + 1;

/** Sorted, merged copy: overlapping and touching intervals become one. */
export function normalizeIntervals(intervals: readonly PortInterval[]): PortInterval[] {
  const sorted = [...intervals].sort((a, b) => a.low - b.low);
  const merged: PortInterval[] = [];
  for (const { low, high } of sorted) {
    const last = merged.at(-1);
    if (last && low <= last.high + 1) last.high = Math.max(last.high, high);
    else merged.push({ low, high });
  }
  return merged;
}

/** The part of `intervals` that lies inside `bounds`, sorted and merged. */
export function clipIntervals(intervals: readonly PortInterval[], bounds: PortInterval): PortInterval[] {
  return normalizeIntervals(
    intervals
      .map(({ low, high }) => ({ low: Math.max(low, bounds.low), high: Math.min(high, bounds.high) }))
      .filter(({ low, high }) => low <= high),
  );
}

/** Distinct ports covered by the intervals. */
export const countPorts = (intervals: readonly PortInterval[]): number =>
  normalizeIntervals(intervals).reduce((sum, interval) => sum + intervalSize(interval), 0);

export const includesPort = (intervals: readonly PortInterval[], port: number): boolean =>
  intervals.some(({ low, high }) => low <= port && port <= high);
