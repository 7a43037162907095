import { count } from "../check/page-style.ts";
import { fitLine, widthOf } from "../terminal/fit-line.ts";
import { wrapText } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import { checksView } from "./checks-view.ts";
import { overview } from "./overview.ts";
import { remediesView } from "./remedies-view.ts";
import type { TopReading } from "./top-reading.ts";
import { chosenIndex, FIRST_LOOK, type TopState } from "./top-state.ts";
import type { TopStyle } from "./top-style.ts";
import { tupleView } from "./tuple-view.ts";

/** Everything on the terminal: `rows` lines, the keys on the last one. `reading` is null before the first look. */
export function topPage(reading: TopReading | null, state: TopState, intervalMs: number, rows: number, style: TopStyle): string[] {
  const { top, paint, columns } = style;
  const keys = state.view === "overview" ? top.keys.overview : top.keys.view;
  const head = headLine(reading, state, intervalMs, style);
  const room = Math.max(1, rows - 2);
  const body = reading === null ? [top.waiting] : bodyOf(reading, state, room, style);
  const scroll = state.view === "overview" ? 0 : Math.min(state.scroll, Math.max(0, body.length - room));
  const shown = body.slice(scroll, scroll + room);
  return [head, ...shown, ...Array.from({ length: room - shown.length }, () => ""), paint.dim(fitLine(keys, columns))];
}

/** The overview on its own, for paper: as long as it is, without keys. */
export function topReport(reading: TopReading, intervalMs: number, style: TopStyle): string[] {
  return [headLine(reading, FIRST_LOOK, intervalMs, style), ...overview(reading, { chosen: -1, rows: REPORT_ROWS, isReport: true }, style)];
}

const REPORT_ROWS = 60;

/** How far a view can be scrolled down at most is what its body leaves over; the page bounds it. */
function bodyOf(reading: TopReading, state: TopState, room: number, style: TopStyle): string[] {
  const keys = reading.rows.map(({ key }) => key);
  const row = chosenIndex(state, keys);
  switch (state.view) {
    case "overview":
      return overview(reading, { chosen: row, rows: room }, style);
    case "tuple":
      return tupleView(reading.rows[row], reading, style);
    case "checks":
      return checksView(reading, style);
    case "remedies":
      return remediesView(reading, style);
    case "help":
      return style.top.help.flatMap((line) => wrapText(line, style.columns, style.language));
  }
}

function headLine(reading: TopReading | null, { isPaused }: TopState, intervalMs: number, style: TopStyle): string {
  const { top, paint, columns, language, timeZone } = style;
  const name = reading === null ? "" : ` ${printable(reading.snapshot.host.hostname)}`;
  const at =
    reading === null
      ? ""
      : new Intl.DateTimeFormat(language, { timeStyle: "medium", hourCycle: "h23", timeZone }).format(reading.snapshot.capturedAtMs);
  const right = isPaused ? top.paused : top.every(count(intervalMs / 1000, style));
  const left = fitLine(`berth-agent top${name}  ${at}`, columns - widthOf(right) - 1);
  return (
    paint.bold(left) +
    " ".repeat(Math.max(1, columns - widthOf(left) - widthOf(right))) +
    (isPaused ? paint.yellow(right) : paint.dim(right))
  );
}
