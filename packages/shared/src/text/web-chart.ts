/** What every chart over time shares. */
export interface WebChartText {
  /** How to read a chart without a pointer. */
  keys: string;
  /** Stands for a figure at a moment of which nothing is known. */
  silent: string;
  asTable: string;
  asTableOf(title: string): string;
  time: string;
  /** A span that one point stands for, `seconds` > 0: "30 min", "a day". */
  span(seconds: number): string;
}
