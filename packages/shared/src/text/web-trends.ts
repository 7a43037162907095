import type { Sentence } from "./sentence.ts";

export const TREND_RANGES = ["24h", "7d", "30d", "13mo"] as const;
export type TrendRange = (typeof TREND_RANGES)[number];

/** What happened to a fleet in a period. Shares and moments come worded; counts are integers ≥ 0. */
export interface WebPeriodText {
  /** The 95th percentile of hosts, from the beginning of the period to its end. */
  p95: Record<"rose" | "fell", (from: string, to: string) => Sentence> & { stayed(at: string): Sentence; unmeasured: Sentence };
  /** Hosts over a line at once, at most. */
  over(hosts: number, line: string, moment: string): Sentence;
  neverOver(line: string): Sentence;
  failures(calls: number): Sentence;
  /** Joins clauses to one sentence. */
  join(clauses: readonly Sentence[]): Sentence;
  /** What is not known of the period, a sentence each. */
  begins(moment: string): string;
  nobody(seconds: number): string;
  notReporting(hosts: number, enrolled: number, moment: string): string;
  notMeasured(hosts: number): string;
  complete: string;
  /** Which ends of the period `p95` compares. */
  compared: Record<TrendRange, string>;
}

/** The Trends page. Counts are hosts unless they say else. */
export interface WebTrendsText {
  title: string;
  range: Record<TrendRange, string>;
  rangeLabel: string;
  group: { label: string; all: string; option(value: string, hosts: number): string; show: string; unavailable: string };
  period: WebPeriodText;
  /** `span` as `chart.span` words it. */
  worstOf(span: string): string;
  used: { title: string; label: string; p50: string; p90: string; p95: string; p99: string; max: string };
  over: { title: string; meta: string; label: string; half: string; sixty: string; eighty: string };
  verdicts: { title: string; meta: string; label: string; fail: string; warn: string; unknown: string };
  ceiling: { title: string; meta: string; label: string; p95: string; max: string };
  traffic: { title: string; meta(span: string): string; label: string; closesPerSecond: string; failures: string };
  reporting: { title: string; meta: string; label: string; hosts: string; silent: string };
  checks: {
    title: string;
    meta: string;
    caption: string;
    check: string;
    fail: string;
    warn: string;
    course: string;
    /** `now` and `most` are counts, worded. */
    nowAndMost(now: string, most: string): string;
    courseLabel(most: string): string;
    none: string;
  };
  destinations: {
    title: string;
    meta: string;
    /** Said where the rest of the page is about one group. */
    wholeFleet: string;
    caption: string;
    destination: string;
    hosts: string;
    closesPerSecond: string;
    usedPorts: string;
    worst: string;
    none: string;
    unavailable: string;
  };
  empty: {
    title: string;
    lead: string;
    steps: readonly string[];
    fleetAction: string;
    /** Of a range that is drawn from whole hours. */
    hours: { title: string; detail: string; action: string };
    group: { title(name: string): string; detail: string; action: string };
  };
  unknownGroup: { title(name: string): string; detail: string; action: string };
}
