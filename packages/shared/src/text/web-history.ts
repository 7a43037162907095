/** The charts of a host over time. Ratios are 0 to 1. */
export interface WebHistoryText {
  title: string;
  /** What a point is, `span` as `chart.span` words it: the last sample of it, or the worst of what it was rolled up from. */
  meta: Record<"raw" | "5m" | "1h", (span: string) => string>;
  range(hours: number): string;
  rangeLabel: string;
  tightest: string;
  /** The same over a whole step. */
  tightestWorst: string;
  tightestMean: string;
  bindPool: string;
  udp: string;
  lines: string;
  chartLabel: string;
  ceiling: { title: string; meta: string; label: string; line: string };
  traffic: { title: string; meta: string; closesPerSecond: string; failures: string };
  empty: string;
  destination: string;
  unavailable: string;
}
