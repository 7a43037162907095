import { count, percent, rate } from "../check/page-style.ts";
import { usageBar } from "../terminal/usage-bar.ts";
import { wrapText } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import { holderNames } from "./holder-names.ts";
import type { PortRow } from "./port-rows.ts";
import { colorOf, headingOf, leftOf, nameOf } from "./row-lines.ts";
import type { TopReading } from "./top-reading.ts";
import { spanText, type TopStyle } from "./top-style.ts";

const BLOCKS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/** One supply in full: where its ports are, what comes back when, and what the rate leads to. */
export function tupleView(row: PortRow | undefined, reading: TopReading, style: TopStyle): string[] {
  const { paint, top, columns, language } = style;
  if (row === undefined) return [top.noRows];
  const { filled, empty } = usageBar(row.capacity === 0 ? 1 : row.used / row.capacity);
  const used = style.text.used(count(row.used, style), count(row.capacity, style));
  const lines = [
    paint.bold(printable(nameOf(row, style))),
    `${colorOf(row, style)(filled)}${paint.dim(empty)}  ${used} · ${leftOf(row, style)}`,
    headingOf(row, style),
    "",
    ...statesOf(row, style),
    ...outlookOf(row, style),
    ...timesOf(row, style),
    "",
    ...holdersOf(row, reading, style),
  ];
  return lines.flatMap((line) => (line.includes("\u001b") ? [line] : wrapText(line, columns, language)));
}

function statesOf({ tuple }: PortRow, style: TopStyle): string[] {
  if (tuple === null) return [];
  const { detail } = style.top;
  const of = (value: number) => count(value, style);
  return [
    detail.states(of(tuple.established), of(tuple.timeWait), of(tuple.closeWait), of(tuple.synSent), of(tuple.finWait)),
    ...(tuple.reusableTimeWait > 0 ? [detail.reusable(of(tuple.reusableTimeWait))] : []),
    ...(tuple.blocked > 0 ? [detail.blocked(of(tuple.blocked))] : []),
  ];
}

function outlookOf({ outlook, capacity, forecast, isRateFloor }: PortRow, style: TopStyle): string[] {
  const { detail } = style.top;
  const { lifeSeconds: life, steadyPorts: steady, ceilingPerSecond: ceiling, roomRatio, half } = outlook;
  if (forecast.kind === "undrawn") return [];
  // What fills up first settles nowhere.
  const settles = steady.isKnown && (forecast.kind !== "minutes" || steady.value >= capacity);
  return [
    ...(life.isKnown && !isRateFloor ? [detail.life(rate(life.value, style))] : []),
    ...(settles && capacity > 0 ? [detail.steady(count(Math.round(steady.value), style), percent(steady.value / capacity, style))] : []),
    ...(ceiling?.isKnown && !isRateFloor
      ? [detail.ceiling(rate(ceiling.value, style), roomRatio === null ? "–" : signed(roomRatio, style))]
      : []),
    detail.half(half.isPast),
    ...(half.crossesInSeconds === null ? [] : [detail.halfIn(spanText(half.crossesInSeconds, style))]),
  ];
}

/** The last minute and the coming one, from the ages of TIME_WAIT entries. */
function timesOf({ tuple }: PortRow, style: TopStyle): string[] {
  if (tuple === null) return [];
  const { top, paint } = style;
  return [
    "",
    paint.dim(top.detail.closes),
    tuple.closesPerSecond.map((closes) => rate(closes, style).padStart(7)).join(" "),
    paint.dim(top.detail.releases),
    histogram(tuple.releases),
  ];
}

/** One block for each value, the highest in full; a blank for none. */
function histogram(values: readonly number[]): string {
  const most = Math.max(1, ...values);
  return values.map((value) => (value === 0 ? "·" : BLOCKS[Math.min(7, Math.floor((value / most) * 7.999))]!)).join("");
}

function holdersOf(row: PortRow, reading: TopReading, style: TopStyle): string[] {
  const names = holderNames(row, reading, style, true);
  return names.length === 0 ? [] : [style.paint.bold(style.top.who), ...names.map((name) => `  ${name}`)];
}

const signed = (ratio: number, style: TopStyle): string => (ratio < 0 ? `−${percent(-ratio, style)}` : `+${percent(ratio, style)}`);
