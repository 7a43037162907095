import type { RankedRemedy } from "@berth/shared/domain/remedies/remedy.ts";
import { remediesText } from "@berth/shared/text/remedies.ts";
import { plain } from "@berth/shared/text/sentence.ts";
import { verdictSentence } from "@berth/shared/text/verdict.ts";
import { statusMark } from "../check/check-lines.ts";
import { percent } from "../check/page-style.ts";
import { cutLines } from "../terminal/cut-lines.ts";
import { fitLine, widthOf } from "../terminal/fit-line.ts";
import { wrapText } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import { causeLines } from "./cause-lines.ts";
import { failureText } from "./failure-log.ts";
import { holderNames } from "./holder-names.ts";
import type { PortRow } from "./port-rows.ts";
import { rowLines } from "./row-lines.ts";
import type { TopReading } from "./top-reading.ts";
import type { TopStyle } from "./top-style.ts";

const VERDICT_LINES = 2;
const FAILURE_LINES = 2;
const LINES_OF_ROW = 3;
const REMEDIES_SHOWN = 3;

/** What of the overview is shown: the chosen row, −1 for none, in so many lines; `isReport` where it is a page of one look. */
export interface OverviewFrame {
  chosen: number;
  rows: number;
  isReport?: boolean;
}

/**
 * The first minute of an outage, top to bottom: verdict, failures, which ports, who, what to do. Where all of that does not
 * fit, the verdict, the failures and one row come first.
 */
export function overview(reading: TopReading, { chosen, rows, isReport = false }: OverviewFrame, style: TopStyle): string[] {
  const [verdict, failures] = [verdictLines(reading, style), failureLines(reading, isReport, style)];
  const table = (room: number) => tableLines(reading.rows, chosen, Math.max(1, Math.floor((room - 2) / LINES_OF_ROW)), style);
  const least = table(0).length;
  let left = rows - verdict.length - failures.length - least;
  const fitting = (lines: string[], gap = 0): string[] => {
    const isFitting = lines.length > 0 && lines.length + gap <= left;
    if (isFitting) left -= lines.length + gap;
    return isFitting ? lines : [];
  };
  const who = fitting(whoLines(reading.rows[Math.max(0, chosen)], reading, style), 1);
  const remedies = fitting(doLines(reading, style), who.length === 0 ? 1 : 0);
  const causes = fitting(causeLines(reading.judgement, style));
  const gap = fitting([""]);
  const foot = [...who, ...remedies];
  return [...verdict, ...causes, ...failures, ...gap, ...table(left + least), ...(foot.length > 0 ? ["", ...foot] : [])];
}

function verdictLines({ judgement }: TopReading, style: TopStyle): string[] {
  const { paint, columns, language } = style;
  const wrapped = wrapText(printable(plain(verdictSentence(language, judgement.verdict))), columns - 2, language);
  return cutLines(wrapped, VERDICT_LINES, columns - 2).map(
    (line, index) => `${index === 0 ? statusMark(judgement.verdict.status, paint) : " "} ${paint.bold(line)}`,
  );
}

function failureLines({ failures, snapshot }: TopReading, isReport: boolean, style: TopStyle): string[] {
  const { paint, columns, top } = style;
  const quiet = isReport ? top.oneLook : snapshot.isTraced === true ? top.noFailures : top.notTraced;
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
    heading + " ".repeat(Math.max(1, columns - widthOf(top.column.supplies) - widthOf(top.column.trend))) + top.column.trend,
    ...shown.flatMap((row, index) => rowLines(row, first + index === chosen, style)),
    ...(left > 0 ? [paint.dim(`  ${style.text.more(String(left))}`)] : []),
  ];
}

function whoLines(row: PortRow | undefined, reading: TopReading, style: TopStyle): string[] {
  const names = row === undefined ? [] : holderNames(row, reading, style);
  const { paint, top, columns } = style;
  return names.length === 0 ? [] : [`${paint.bold(top.who)}  ${fitLine(names.join(" · "), columns - widthOf(top.who) - 2)}`];
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
