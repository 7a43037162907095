import type { WebTrendsText } from "@berth/shared/text/web-trends.ts";
import type { ChartData, ChartSeries } from "../../ui/chart/chart-data.ts";
import type { TrendPoints } from "./merge-steps.ts";

export type TrendChart = "used" | "over" | "verdicts" | "ceiling" | "traffic" | "reporting";

/** The charts of the Trends page, the worst series first: its peaks are what their tables keep. */
export function trendCharts(points: TrendPoints, words: WebTrendsText): Record<TrendChart, ChartData> {
  const { atMs, used, over, ceiling } = points;
  const chart = (axis: ChartData["axis"], series: ChartSeries[]): ChartData => ({ atMs, axis, series });
  const share = (label: string, values: ChartSeries["values"]) => ({ label, values, unit: "percent" as const });
  const hosts = (label: string, values: ChartSeries["values"]) => ({ label, values, unit: "count" as const });
  const times = (label: string, values: ChartSeries["values"]) => ({ label, values, unit: "times" as const });
  return {
    used: chart("share", [
      { ...share(words.used.max, used.max), colour: "ink", shape: "line" },
      { ...share(words.used.p99, used.p99), colour: "ink-3", shape: "dotted" },
      { ...share(words.used.p95, used.p95), colour: "accent", shape: "line", fill: "next" },
      { ...share(words.used.p90, used.p90), colour: "held", shape: "thin", fill: "next" },
      { ...share(words.used.p50, used.p50), colour: "held", shape: "dashed" },
    ]),
    over: chart("number", [
      { ...hosts(words.over.eighty, over.eighty), colour: "fail", shape: "line", fill: "zero" },
      { ...hosts(words.over.sixty, over.sixty), colour: "warn", shape: "line" },
      { ...hosts(words.over.half, over.half), colour: "ink-3", shape: "dotted" },
    ]),
    verdicts: chart("number", [
      { ...hosts(words.verdicts.fail, points.fail), colour: "fail", shape: "area" },
      { ...hosts(words.verdicts.warn, points.warn), colour: "warn", shape: "area" },
      { ...hosts(words.verdicts.unknown, points.unknown), colour: "ink-3", shape: "hatch" },
    ]),
    ceiling: chart("ceiling", [
      { ...times(words.ceiling.max, ceiling.max), colour: "ink", shape: "line" },
      { ...times(words.ceiling.p95, ceiling.p95), colour: "accent", shape: "line", fill: "zero" },
    ]),
    traffic: chart("number", [
      { label: words.traffic.failures, values: points.failures, unit: "count", colour: "fail", shape: "bars", isRight: true },
      { label: words.traffic.closesPerSecond, values: points.closesPerSecond, unit: "rate", colour: "held", shape: "line", fill: "zero" },
    ]),
    reporting: chart("number", [
      { ...hosts(words.reporting.hosts, points.reporting), colour: "wait", shape: "area" },
      { ...hosts(words.reporting.silent, points.silent), colour: "ink-3", shape: "hatch" },
    ]),
  };
}
