/** The chart of a host's last hours. Ratios are 0 to 1. */
export interface WebHistoryText {
  title: string;
  meta(stepSeconds: number): string;
  range(hours: number): string;
  rangeLabel: string;
  tightest: string;
  bindPool: string;
  udp: string;
  closesPerSecond: string;
  lines: string;
  chartLabel: string;
  keys: string;
  silent: string;
  empty: string;
  asTable: string;
  time: string;
  destination: string;
  unavailable: string;
}
