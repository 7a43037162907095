import type { ColourName } from "../theme-colours.ts";

/** percent: a ratio of 0 to 1 · count: whole things · rate: events per second · times: a ratio without an end. */
export type Unit = "percent" | "count" | "rate" | "times";

/** Areas and hatches stand on one another, the first at the bottom; hatching is for what is not known. */
export type Shape = "line" | "thin" | "dashed" | "dotted" | "area" | "hatch" | "bars";

/** One figure over time. Null: not known then, which is a gap and never a zero. */
export interface ChartSeries {
  label: string;
  unit: Unit;
  values: readonly (number | null)[];
  colour: ColourName;
  shape: Shape;
  /** Of a line: down to the next series, or to zero. */
  fill?: "next" | "zero";
  /** Measured on an axis of its own, at the right. */
  isRight?: boolean;
  /** Said after the value. */
  notes?: readonly (string | null)[];
}

/** What a chart draws; plain data, so that a server hands it to a browser. */
export interface ChartData {
  /** Of every point, epoch milliseconds, ascending. */
  atMs: readonly number[];
  /** share: 0 to 100 % with the three lines · ceiling: from 0 with a line at 1 · number: from 0. */
  axis: "share" | "ceiling" | "number";
  series: readonly ChartSeries[];
}

export const isStacked = ({ shape }: ChartSeries): boolean => shape === "area" || shape === "hatch";

/** Heights as they are drawn: what is stacked stands on what is under it, and a moment unknown to one part is unknown to the stack above. */
export function drawnHeights(series: readonly ChartSeries[]): (number | null)[][] {
  let under: readonly (number | null)[] | null = null;
  return series.map((each) => {
    if (!isStacked(each)) return [...each.values];
    const floor = under;
    const heights = each.values.map((value, at) => {
      const base = floor === null ? 0 : (floor[at] ?? null);
      return value === null || base === null ? null : base + value;
    });
    under = heights;
    return heights;
  });
}

/** Stretches in which no series has a value, between two moments that have one: indexes of these two. */
export function silentStretches(series: readonly Pick<ChartSeries, "values">[]): { after: number; before: number }[] {
  const length = series[0]?.values.length ?? 0;
  const known = Array.from({ length }, (_, at) => at).filter((at) => series.some(({ values }) => values[at] != null));
  return known.flatMap((at, index) => {
    const next = known[index + 1];
    return next !== undefined && next > at + 1 ? [{ after: at, before: next }] : [];
  });
}
