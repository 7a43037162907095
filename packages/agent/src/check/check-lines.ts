import type { CheckStatus } from "@berth/shared/domain/checklist/check.ts";
import type { Rule } from "@berth/shared/domain/checklist/rule.ts";
import { checksText } from "@berth/shared/text/checks.ts";
import { plain } from "@berth/shared/text/sentence.ts";
import { displayWidth } from "../terminal/display-width.ts";
import type { Paint } from "../terminal/paint.ts";
import { wrapText } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import type { CheckReport } from "./check-report.ts";
import { count, type PageStyle } from "./page-style.ts";

const MARK: Record<CheckStatus, string> = { pass: "✓", warn: "!", fail: "✕", unknown: "?", not_applicable: "–" };
const SENTENCES_SHOWN = 3;
/** The page's last section says these once for all checks. */
const SAID_BY_GAPS: readonly Rule[] = ["namespace-unread", "namespaces-unseen"];

/** A shape before a colour: the page reads the same without any. */
export function statusMark(status: CheckStatus, paint: Paint): string {
  const color = { pass: paint.bold, warn: paint.yellow, fail: paint.red, unknown: paint.bold, not_applicable: paint.dim }[status];
  return color(MARK[status]);
}

/** Mark and title, then what was found, each finding a sentence of its own; notes are said more quietly. */
export function checkLines(check: CheckReport["checks"][number], style: PageStyle): string[] {
  const { language, text, paint, columns } = style;
  const words = checksText(language);
  const say = (sentence: string): string[] => wrapText(printable(sentence), columns - 2, language).map((line) => `  ${line}`);
  const notes = check.notes.filter(({ rule }) => !SAID_BY_GAPS.includes(rule));
  const further = [...check.evidence.slice(1), ...notes].map((evidence) => plain(words.rules[evidence.rule](evidence)));
  const shown = further.slice(0, SENTENCES_SHOWN - 1);
  const more = further.length > shown.length ? [text.more(count(further.length - shown.length, style))] : [];
  const title = words.title[check.id];
  const isQuiet = check.status === "pass" || check.status === "not_applicable";
  const titleColumns = Math.max(...Object.values(words.title).map(displayWidth)) + 1;
  const beside = `${" ".repeat(titleColumns - displayWidth(title))} ${printable(check.sentence)}`;
  const isShort = isQuiet && displayWidth(title + beside) <= columns - 2;
  return [
    `${statusMark(check.status, paint)} ${paint.bold(title)}${isShort ? paint.dim(beside) : ""}`,
    ...(isShort ? [] : say(check.sentence).map((line) => (isQuiet ? paint.dim(line) : line))),
    ...[...shown, ...more].flatMap(say).map(paint.dim),
  ];
}
