import type uPlot from "uplot";
import type { ColourName, Colours } from "../../ui/theme-colours.ts";
import { LINES } from "../../ui/usage-bar.tsx";

interface ChartLook {
  width: number;
  height: number;
  timeZone: string;
  locale: string;
  labels: { tightest: string; bindPool: string; udp: string };
  colours: Colours;
  toZone: typeof uPlot.tzDate;
  onPoint(index: number | null): void;
}

const HOUR_SECONDS = 3600;
const LINE_COLOURS: Record<(typeof LINES)[number], ColourName> = { 0.5: "line-strong", 0.6: "warn", 0.8: "fail" };

/** Used of capacity from 0 to 100 %, with the three lines; silence is a gap, never a bridge. */
export function chartOptions({ width, height, timeZone, locale, labels, colours, toZone, onPoint }: ChartLook): uPlot.Options {
  const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone });
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { stroke: colours["ink-3"], font, grid: { show: false }, ticks: { show: false } };
  return {
    width,
    height,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    tzDate: (seconds) => toZone(new Date(seconds * 1000), timeZone),
    scales: { x: { time: true }, y: { range: [0, 1] } },
    axes: [
      {
        ...axis,
        size: 24,
        space: 70,
        incrs: [5, 10, 15, 30, 60, 180, 360].map((minutes) => (minutes * HOUR_SECONDS) / 60),
        values: (_, splits) => splits.map((at) => time.format(at * 1000)),
      },
      {
        ...axis,
        size: 44,
        splits: [0, ...LINES, 1],
        filter: (_, splits) => splits,
        values: (_, splits) => splits.map((ratio) => `${Math.round(ratio * 100)} %`),
      },
    ],
    series: [
      {},
      {
        label: labels.tightest,
        stroke: colours.ink,
        width: 1.6,
        fill: fade(colours.held),
        points: { size: 5, fill: colours.ink, filter: lonely },
      },
      { label: labels.bindPool, stroke: colours.accent, width: 1.3, dash: [5, 4], points: { size: 4, filter: lonely } },
      { label: labels.udp, stroke: colours["ink-3"], width: 1.2, dash: [1.5, 3], points: { size: 4, filter: lonely } },
    ],
    hooks: {
      draw: [(chart) => drawLines(chart, colours)],
      setCursor: [(chart) => onPoint(chart.cursor.idx ?? null)],
    },
  };
}

/** A point without neighbours has no line to be seen by. */
const lonely: uPlot.Series.Points.Filter = (chart, series) => {
  const values = chart.data[series] ?? [];
  return Array.from(values, (value, index) =>
    value != null && values[index - 1] == null && values[index + 1] == null ? index : -1,
  ).filter((index) => index >= 0);
};

const fade = (colour: string) => `color-mix(in oklab, ${colour} 16%, transparent)`;

function drawLines({ ctx, bbox, valToPos }: uPlot, colours: Colours): void {
  ctx.save();
  for (const line of LINES) {
    const y = Math.round(valToPos(line, "y", true)) + 0.5;
    ctx.strokeStyle = colours[LINE_COLOURS[line]];
    ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.restore();
}
