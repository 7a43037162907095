import { TREND_RANGES, type TrendRange } from "@berth/shared/text/web-trends.ts";

const HOUR_MS = 3_600_000;

interface RangePlan {
  spanMs: number;
  /** So much one drawn point stands for: some 300 to 400 of them fit a screen. */
  pointMs: number;
  /** The ends of the period that are compared: a whole turn of what repeats in it. */
  endMs: number;
}

export const RANGE_PLANS: Record<TrendRange, RangePlan> = {
  "24h": { spanMs: 24 * HOUR_MS, pointMs: HOUR_MS / 12, endMs: HOUR_MS },
  "7d": { spanMs: 168 * HOUR_MS, pointMs: HOUR_MS / 2, endMs: 24 * HOUR_MS },
  "30d": { spanMs: 720 * HOUR_MS, pointMs: 2 * HOUR_MS, endMs: 168 * HOUR_MS },
  "13mo": { spanMs: 9_504 * HOUR_MS, pointMs: 24 * HOUR_MS, endMs: 672 * HOUR_MS },
};

/** What the address asks for, else a day. */
export const trendRangeOf = (asked: string | undefined): TrendRange => TREND_RANGES.find((range) => range === asked) ?? "24h";
