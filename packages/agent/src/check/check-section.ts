import type { CheckStatus } from "@berth/shared/domain/checklist/check.ts";
import { causeSentence, checksText } from "@berth/shared/text/checks.ts";
import { wrapText } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import { checkLines, quietLine, statusMark } from "./check-lines.ts";
import type { CheckLine } from "./check-report.ts";
import type { PageStyle } from "./page-style.ts";

/** The founding checklist's seven items first, each by its number; then what was added, with all that is well in one line. */
export function checkSections(checks: readonly CheckLine[], style: PageStyle): string[][] {
  const { text, paint } = style;
  const founding = checks.filter(({ founding }) => founding !== null).toSorted((a, b) => a.founding! - b.founding!);
  const further = checks.filter(({ founding }) => founding === null);
  return [
    [
      paint.bold(text.title.founding),
      ...founding.flatMap((check) => (isQuiet(check) ? quietLine(check, style) : checkLines(check, style))),
    ],
    [paint.bold(text.title.further), ...furtherLines(further, style)],
  ].filter((lines) => lines.length > 1);
}

const isQuiet = ({ status }: CheckLine): boolean => status === "pass" || status === "not_applicable" || status === "unknown";

function furtherLines(checks: readonly CheckLine[], style: PageStyle): string[] {
  const of = (...statuses: CheckStatus[]) => checks.filter(({ status }) => statuses.includes(status));
  return [
    ...of("fail", "warn").flatMap((check) => checkLines(check, style)),
    ...waiting(of("unknown"), style),
    ...folded("pass", of("pass"), style),
    ...folded("not_applicable", of("not_applicable"), style),
  ];
}

/** What cannot be told, together for each reason. */
function waiting(checks: readonly CheckLine[], style: PageStyle): string[] {
  const words = checksText(style.language);
  const reasonOf = ({ causes, sentence }: CheckLine): string => (causes[0] ? causeSentence(words, causes[0]) : sentence);
  const reasons = [...new Set(checks.map(reasonOf))];
  return reasons.flatMap((reason) => {
    const ofReason = checks.filter((check) => reasonOf(check) === reason);
    return foldedLine(statusMark("unknown", style.paint), ofReason, ` ${reason}`, style);
  });
}

/** The titles of all checks of one state, one after another. */
const folded = (status: CheckStatus, checks: readonly CheckLine[], style: PageStyle): string[] =>
  checks.length === 0
    ? []
    : foldedLine(statusMark(status, style.paint), checks, "", style, `${checksText(style.language).status[status]}: `);

function foldedLine(
  mark: string,
  checks: readonly CheckLine[],
  reason: string,
  { paint, language, columns }: PageStyle,
  before = "",
): string[] {
  const { title } = checksText(language);
  const titles = checks.map(({ id }) => title[id]).join(" · ");
  const [first = "", ...rest] = wrapText(printable(`${before}${titles}${reason === "" ? "" : `:${reason}`}`), columns - 2, language);
  return [`${mark} ${paint.dim(first)}`, ...rest.map((line) => `  ${paint.dim(line)}`)];
}
