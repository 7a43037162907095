import { DEFAULT_POLICY } from "@berth/shared/domain/checklist/check.ts";
import type { Forecast } from "@berth/shared/domain/ports/forecast.ts";
import { count, namespaceName, percent, rate } from "../check/page-style.ts";
import { fitLine, widthOf } from "../terminal/fit-line.ts";
import { sparkline } from "../terminal/sparkline.ts";
import { usageBar } from "../terminal/usage-bar.ts";
import { printable } from "../uplink/log.ts";
import type { PortRow } from "./port-rows.ts";
import { spanText, type TopStyle } from "./top-style.ts";

const TREND_CELLS = 12;
const { warnRatio, failRatio } = DEFAULT_POLICY.tuple;

/** Two lines: what it is, with its half hour; then the bar and where it is heading. */
export function rowLines(row: PortRow, isChosen: boolean, style: TopStyle): string[] {
  const { paint, columns } = style;
  const color = colorOf(row, style);
  const trend = sparkline(thinned(row.trend, TREND_CELLS), TREND_CELLS);
  const name = fitLine(printable(nameOf(row, style)), columns - TREND_CELLS - 4);
  const gap = " ".repeat(Math.max(1, columns - 2 - widthOf(name) - TREND_CELLS));
  const { filled, empty } = usageBar(row.capacity === 0 ? 1 : row.used / row.capacity);
  const figures = [percent(row.capacity === 0 ? 1 : row.used / row.capacity, style).padStart(7), leftOf(row, style), ...rateOf(row, style)];
  return [
    `${isChosen ? paint.bold("▸ ") : "  "}${isChosen ? paint.bold(name) : name}${gap}${paint.dim(trend)}`,
    `  ${color(filled)}${paint.dim(empty)} ${figures.join("  ")}`,
    `    ${headingOf(row, style)}${row.failures > 0 ? paint.red(` · ${style.top.failures(count(row.failures, style))}`) : ""}`,
  ];
}

export function colorOf({ used, capacity, forecast, isFailing }: PortRow, { paint }: TopStyle): (text: string) => string {
  const ratio = capacity === 0 ? 1 : used / capacity;
  if (forecast.kind === "undrawn") return paint.dim;
  const isNear = isFailing || (forecast.kind === "minutes" && forecast.best < 30);
  return ratio > failRatio || isNear ? paint.red : ratio > warnRatio ? paint.yellow : (text) => text;
}

/** With the namespace where it is not the host's own. */
export function nameOf({ kind, subject, namespace }: PortRow, style: TopStyle): string {
  const name = kind === "pool" ? style.top.pool(subject) : kind === "udp" ? style.top.udp : subject;
  return namespace.kind === "host" ? name : `${name}  ${style.text.inNamespace(namespaceName(namespace, style))}`;
}

export function leftOf({ headroom }: PortRow, style: TopStyle): string {
  if (headroom.unlimited) return style.top.unlimited;
  const low = count(headroom.low, style);
  return style.top.left(headroom.low === headroom.high ? low : `${low}–${count(headroom.high, style)}`);
}

function rateOf({ outlook, isRateFloor }: PortRow, style: TopStyle): string[] {
  const { opensPerSecond: opens, ceilingPerSecond: ceiling } = outlook;
  if (!opens.isKnown || opens.value === 0) return [];
  if (isRateFloor) return [style.top.rateAtLeast(rate(opens.value, style))];
  return [style.top.rate(rate(opens.value, style)), ...(ceiling?.isKnown ? [style.top.ceiling(rate(ceiling.value, style))] : [])];
}

/** Where it is heading: that calls fail now, when it is full, or that it never is at this rate. */
export function headingOf(row: PortRow, style: TopStyle): string {
  if (row.isFailing) return style.paint.red(style.top.failingNow);
  const said = forecastText(row, style);
  const isNear = row.forecast.kind === "minutes" && row.forecast.best < 60;
  return isNear ? style.paint.bold(said) : style.paint.dim(said);
}

function forecastText({ forecast, used, capacity }: PortRow, style: TopStyle): string {
  const { top } = style;
  if (used >= capacity) return top.zeroNow;
  switch (forecast.kind) {
    case "never":
      return top.never;
    case "undrawn":
      return top.undrawn;
    case "unknown":
      return forecast.reason === "too-few-readings" ? top.watching : top.unknown[forecast.reason];
    case "minutes":
      return minutesText(forecast, style);
  }
}

function minutesText({ best, low, high }: Extract<Forecast, { kind: "minutes" }>, style: TopStyle): string {
  const span = (minutes: number) => spanText(minutes * 60, style);
  return style.top.zeroIn(span(best), span(low), high === null ? null : span(high));
}

/** The fullest of each share of the series, so that a peak is not lost. */
function thinned(ratios: readonly (number | null)[], cells: number): (number | null)[] {
  if (ratios.length <= cells) return [...ratios];
  const each = ratios.length / cells;
  return Array.from({ length: cells }, (_, cell) => {
    const share = ratios.slice(Math.floor(cell * each), Math.floor((cell + 1) * each)).filter((ratio) => ratio !== null);
    return share.length === 0 ? null : Math.max(...share);
  });
}
