/**
 * One hour of a host: the largest of its worst used ratios, 0 to 1; its mean crosses no line and is not looked at. Null where
 * the host was silent, which is no zero.
 */
export type HourlyPeak = { max: number } | null;

/**
 * `too-short`: less than two days since the first reading; `too-few-readings`: most days were hardly seen; `silent`: nothing
 * was seen in the last three days.
 */
export type UnknownReason = "too-short" | "too-few-readings" | "silent";

/**
 * When the usual peaks of a host first reach a line. The moment lies between `lowMs` and `highMs` about four times in five;
 * both are borders of a day that is counted from now. `never` is said of the next 90 days.
 */
export type LineForecast =
  | { kind: "crossed" }
  | { kind: "at"; lowMs: number; bestMs: number; highMs: number | null }
  | { kind: "never"; lowMs: number | null }
  | { kind: "unknown"; reason: UnknownReason };

export interface LongRangeForecast {
  /** One for each line asked about, in the same order. */
  lines: { ratio: number; forecast: LineForecast }[];
  /** How the daily peak moves at present, as a ratio per day, steps left out; null where nothing is known. */
  growthPerDay: number | null;
}
