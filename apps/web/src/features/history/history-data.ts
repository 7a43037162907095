import type { HostSeries, SeriesPoint } from "@berth/shared/contract/reads.ts";
import { formatEndpoint } from "@berth/shared/domain/network/address.ts";
import type { WebHistoryText } from "@berth/shared/text/web-history.ts";
import type { ChartData, ChartSeries } from "../../ui/chart/chart-data.ts";
import { printable } from "../../ui/printable.ts";

export interface HistoryData {
  used: ChartData;
  /** Null where nothing of it is known. */
  ceiling: ChartData | null;
  traffic: ChartData | null;
}

/** A host's series as charts. Single samples have no mean and count no failures; what nobody knew in the whole period is not drawn at all. */
export function historyData(
  { data, resolution, stepSeconds }: Pick<HostSeries, "data" | "resolution" | "stepSeconds">,
  words: WebHistoryText,
): HistoryData {
  const isRolledUp = resolution !== "raw";
  // A sample stands where it was taken, the worst of a step where the step begins.
  const lengthMs = isRolledUp ? stepSeconds * 1_000 : 0;
  const atMs = data.map(({ at }) => Date.parse(at) - lengthMs);
  const of = (figure: (point: SeriesPoint) => number | null) => data.map(figure);
  const used: ChartSeries[] = [
    {
      label: isRolledUp ? words.tightestWorst : words.tightest,
      unit: "percent",
      values: of((point) => point.tightestUsedRatio),
      colour: "ink",
      shape: "line",
      fill: isRolledUp ? "next" : "zero",
      notes: data.map(destinationOf),
    },
    ...(isRolledUp
      ? [
          {
            label: words.tightestMean,
            unit: "percent" as const,
            values: of((point) => point.meanUsedRatio),
            colour: "held" as const,
            shape: "thin" as const,
          },
        ]
      : []),
    { label: words.bindPool, unit: "percent", values: of((point) => point.bindPoolUsedRatio), colour: "accent", shape: "dashed" },
    { label: words.udp, unit: "percent", values: of((point) => point.udpUsedRatio), colour: "ink-3", shape: "dotted" },
  ];
  const ceiling: ChartSeries[] = [
    { label: words.ceiling.label, unit: "times", values: of((point) => point.rateOverCeiling), colour: "ink", shape: "line", fill: "zero" },
  ];
  const traffic: ChartSeries[] = [
    {
      label: words.traffic.closesPerSecond,
      unit: "rate",
      values: of((point) => point.closesPerSecond),
      colour: "held",
      shape: "line",
      fill: "zero",
    },
    ...(isRolledUp
      ? [
          {
            label: words.traffic.failures,
            unit: "count" as const,
            values: of((point) => point.failures),
            colour: "fail" as const,
            shape: "bars" as const,
            isRight: true,
          },
        ]
      : []),
  ];
  return {
    used: { atMs, axis: "share", series: used },
    ceiling: ifKnown({ atMs, axis: "ceiling", series: ceiling }),
    traffic: ifKnown({ atMs, axis: "number", series: traffic }),
  };
}

export const isKnown = ({ series }: ChartData): boolean => series.some(({ values }) => values.some((value) => value !== null));

const ifKnown = (data: ChartData): ChartData | null => (isKnown(data) ? data : null);

const destinationOf = ({ tightestDestination: to }: SeriesPoint): string | null =>
  to && `→ ${printable(formatEndpoint(to.address, to.port))}`;
