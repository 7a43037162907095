import type { RankedRemedy } from "@berth/shared/domain/remedies/remedy.ts";
import { remediesText } from "@berth/shared/text/remedies.ts";
import { plain } from "@berth/shared/text/sentence.ts";
import { verdictSentence } from "@berth/shared/text/verdict.ts";
import { statusMark } from "../check/check-lines.ts";
import { percent } from "../check/page-style.ts";
import { fitLine } from "../terminal/fit-line.ts";
import { wrapText } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import { causeLines } from "./cause-lines.ts";
import { failureText } from "./failure-log.ts";
import { nobody } from "./nobody.ts";
import type { PortRow } from "./port-rows.ts";
import { rowLines } from "./row-lines.ts";
import type { TopReading } from "./top-reading.ts";
import type { TopStyle } from "./top-style.ts";

const VERDICT_LINES = 2;
const FAILURE_LINES = 2;
const LINES_OF_ROW = 3;
const REMEDIES_SHOWN = 3;

/** The first minute of an outage, top to bottom: verdict, failures, which ports, who, what to do. */
export function overview(reading: TopReading, chosen: number, rows: number, style: TopStyle): string[] {
  const head = [...verdictLines(reading, style), ...failureLines(reading, style), ""];
  const foot = [...whoLines(reading.rows[Math.max(0, chosen)], reading, style), ...doLines(reading, style)];
  const room = Math.max(1, Math.floor((rows - head.length - foot.length - 2) / LINES_OF_ROW));
  return [...head, ...tableLines(reading.rows, chosen, room, style), ...(foot.length > 0 ? ["", ...foot] : [])];
}

function verdictLines({ judgement }: TopReading, style: TopStyle): string[] {
  const { paint, columns, language } = style;
  const said = wrapText(printable(plain(verdictSentence(language, judgement.verdict))), columns - 2, language).slice(0, VERDICT_LINES);
  return [
    ...said.map((line, index) => `${index === 0 ? statusMark(judgement.verdict.status, paint) : " "} ${paint.bold(line)}`),
    ...causeLines(judgement, style),
  ];
}

function failureLines({ failures, snapshot }: TopReading, style: TopStyle): string[] {
  const { paint, columns, top } = style;
  const quiet = snapshot.isTraced === true ? top.noFailures : top.notTraced;
  if (failures.length === 0) return [paint.dim(fitLine(`  ${quiet}`, columns))];
  return failures
    .slice(0, FAILURE_LINES)
    .map((failure) => paint.red(fitLine(`✕ ${failureText(failure, snapshot.capturedAtMs, style)}`, columns)));
}

function tableLines(rows: readonly PortRow[], chosen: number, room: number, style: TopStyle): string[] {
  const { paint, top, columns } = style;
  const heading = paint.bold(top.column.supplies);
  if (rows.length === 0) return [heading, `  ${top.noRows}`];
  const first = Math.max(0, Math.min(chosen - room + 1, rows.length - room));
  const shown = rows.slice(first, first + room);
  const left = rows.length - first - shown.length;
  return [
    heading + top.column.trend.padStart(columns - top.column.supplies.length),
    ...shown.flatMap((row, index) => rowLines(row, first + index === chosen, style)),
    ...(left > 0 ? [paint.dim(`  ${style.text.more(String(left))}`)] : []),
  ];
}

function whoLines(row: PortRow | undefined, { snapshot }: TopReading, style: TopStyle): string[] {
  if (row?.tuple === null || row === undefined) return [];
  const { paint, top, columns } = style;
  const holders = row.holders.map(({ process, share, basis }) =>
    top.holder(printable(process), percent(share, style), basis === "inferred"),
  );
  return [`${paint.bold(top.who)}  ${fitLine(holders.length === 0 ? nobody(snapshot, style) : holders.join(" · "), columns - 8)}`];
}

/** The first remedies that may be applied, with where each would lead. */
function doLines({ judgement: { remedies } }: TopReading, style: TopStyle): string[] {
  const { paint, top, columns, language } = style;
  const text = remediesText(language);
  const open = remedies.filter(({ standing }) => standing !== "refused").slice(0, REMEDIES_SHOWN);
  if (open.length === 0) return [];
  return [
    paint.bold(top.remedies),
    ...open.map((remedy, index) => fitLine(`  ${index + 1} ${text.title[remedy.id]}${effectText(remedy, style)}`, columns)),
  ];
}

/** Where the tightest tuple would settle. */
function effectText({ effect }: RankedRemedy, style: TopStyle): string {
  if (effect === null || effect.after.capacity === 0) return "";
  return ` → ${percent(effect.after.settles.best / effect.after.capacity, style)}`;
}
