import type uPlot from "uplot";
import type { Colours } from "../theme-colours.ts";
import { LINES } from "../usage-bar.tsx";
import { type ChartData, type ChartSeries, drawnHeights, isStacked, silentStretches } from "./chart-data.ts";
import { drawSilence, drawThresholds, hatchPattern, type Threshold } from "./draw-under.ts";
import { timeAxis } from "./time-axis.ts";

interface ChartLook {
  width: number;
  height: number;
  timeZone: string;
  locale: string;
  colours: Colours;
  /** Asked at every drawing, because data are replaced. */
  data(): ChartData;
  library: typeof uPlot;
  /** Charts of one name move their cursors together. */
  together?: string | undefined;
  onPoint(index: number | null): void;
}

const THRESHOLDS: Record<ChartData["axis"], readonly Threshold[]> = {
  share: LINES.map((value, at) => ({ value, colour: (["line-strong", "warn", "fail"] as const)[at] ?? "line-strong" })),
  ceiling: [{ value: 1, colour: "fail" }],
  number: [],
};

/** Lines, areas and bars over time from zero up; silence is a hatched gap, never a bridge. */
export function chartOptions(look: ChartLook): uPlot.Options {
  const { width, height, timeZone, locale, colours, data, library, together, onPoint } = look;
  const { axis, series } = data();
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const plain = { stroke: colours["ink-3"], font, grid: { show: false }, ticks: { show: false } };
  const compact = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
  const hasRight = series.some(({ isRight }) => isRight);
  const number = { ...plain, size: 44, space: 26, values: (_: uPlot, splits: number[]) => splits.map((value) => compact.format(value)) };
  const left: uPlot.Axis =
    axis === "share"
      ? {
          ...plain,
          size: 44,
          splits: [0, ...LINES, 1],
          filter: (_, splits) => splits,
          values: (_, splits) => splits.map((ratio) => `${Math.round(ratio * 100)} %`),
        }
      : { ...number, incrs: stepsOf(series.filter(({ isRight }) => !isRight)), grid: { stroke: colours.line, width: 1 } };
  return {
    width,
    height,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { size: 6 },
      ...(together && { sync: { key: together, setSeries: false } }),
    },
    tzDate: (seconds) => library.tzDate(new Date(seconds * 1000), timeZone),
    scales: {
      x: { time: true },
      y: { range: axis === "share" ? [0, 1] : (_, _low, high) => [0, roomFor(high, axis === "ceiling" ? 1.2 : 1)] },
      ...(hasRight && { right: { range: (_: uPlot, _low: number, high: number) => [0, roomFor(high, 1)] as uPlot.Range.MinMax } }),
    },
    axes: [
      { ...plain, size: 24, space: 70, ...timeAxis(locale, timeZone) },
      left,
      ...(hasRight ? [{ ...number, side: 1 as const, scale: "right", incrs: stepsOf(series.filter(({ isRight }) => isRight)) }] : []),
    ],
    series: [{}, ...series.map((each) => seriesOf(each, colours, library)).reverse()],
    bands: bandsOf(series, colours),
    hooks: {
      drawClear: [(chart) => drawSilence(chart, silentStretches(data().series), colours)],
      draw: [(chart) => drawThresholds(chart, THRESHOLDS[axis], colours)],
      setCursor: [(chart) => onPoint(chart.cursor.idx ?? null)],
    },
  };
}

const roomFor = (high: number | null, least: number) => Math.max(least, (high ?? 0) * 1.06);

/** Things that are counted have no halves. */
const stepsOf = (series: readonly ChartSeries[]): number[] => {
  const decades = series.every(({ unit }) => unit === "count")
    ? [1, 10, 100, 1e3, 1e4, 1e5, 1e6]
    : [0.01, 0.1, 1, 10, 100, 1e3, 1e4, 1e5, 1e6];
  return decades.flatMap((decade) => [decade, 2 * decade, 5 * decade]);
};

const WIDTHS = { line: 1.6, thin: 1, dashed: 1.3, dotted: 1.2, area: 1, hatch: 1, bars: 0 } as const;
const DASHES = { dashed: [5, 4], dotted: [1.5, 3] } as const;

function seriesOf(each: ChartSeries, colours: Colours, library: typeof uPlot): uPlot.Series {
  const { label, shape, colour, isRight, fill } = each;
  const stroke = colours[colour];
  return {
    label,
    scale: isRight ? "right" : "y",
    stroke,
    width: WIDTHS[shape],
    ...(shape in DASHES && { dash: [...DASHES[shape as keyof typeof DASHES]] }),
    ...(fill === "zero" && { fill: fade(stroke) }),
    ...(shape === "area" && { fill: stroke }),
    ...(shape === "hatch" && { fill: (chart: uPlot) => hatch(chart, colours) }),
    ...(shape === "bars" && library.paths.bars && { fill: stroke, paths: library.paths.bars({ size: [0.8, 24, 2 * devicePixelRatio] }) }),
    points: shape === "bars" ? { show: false } : { size: 5, fill: stroke, filter: lonely },
  };
}

/** The first series is drawn last, over all others; the chart's own first column is time. */
export const columnsOf = ({ atMs, series }: ChartData): uPlot.AlignedData => [
  atMs.map((at) => at / 1000),
  ...drawnHeights(series).reverse(),
];

/** Between a line and the next one, and between the parts of a stack. */
function bandsOf(series: readonly ChartSeries[], colours: Colours): uPlot.Band[] {
  const column = (at: number) => series.length - at;
  const stack = series.flatMap((each, at) => (isStacked(each) ? [at] : []));
  const parts = stack.slice(1).map(
    (at, under): uPlot.Band => ({
      series: [column(at), column(stack[under] ?? 0)],
      fill: series[at]?.shape === "hatch" ? (chart) => hatch(chart, colours) : colours[series[at]?.colour ?? "ink"],
    }),
  );
  const between = series.flatMap(({ fill, colour }, at): uPlot.Band[] =>
    fill === "next" ? [{ series: [column(at), column(at + 1)], fill: fade(colours[colour]) }] : [],
  );
  return [...parts, ...between];
}

const hatch = ({ ctx }: uPlot, colours: Colours) => hatchPattern(ctx, { line: colours["ink-3"], background: colours.sunken });

/** A point without neighbours has no line to be seen by. */
const lonely: uPlot.Series.Points.Filter = (chart, series) => {
  const values = chart.data[series] ?? [];
  return Array.from(values, (value, index) =>
    value != null && values[index - 1] == null && values[index + 1] == null ? index : -1,
  ).filter((index) => index >= 0);
};

const fade = (colour: string) => `color-mix(in oklab, ${colour} 16%, transparent)`;
