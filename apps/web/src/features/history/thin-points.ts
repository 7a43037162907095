import type { SeriesPoint } from "@berth/shared/contract/reads.ts";

/** At most `count` points for a table, each the fullest of its stretch, so that no peak is lost; silence stays null. */
export function thinPoints(points: readonly SeriesPoint[], count: number): SeriesPoint[] {
  const stretch = Math.max(1, Math.ceil(points.length / count));
  const rows: SeriesPoint[] = [];
  for (let start = 0; start < points.length; start += stretch) {
    const [first, ...rest] = points.slice(start, start + stretch);
    if (first)
      rows.push(
        rest.reduce((fullest, point) => ((point.tightestUsedRatio ?? -1) > (fullest.tightestUsedRatio ?? -1) ? point : fullest), first),
      );
  }
  return rows;
}
