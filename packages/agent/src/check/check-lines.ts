import type { CheckStatus } from "@berth/shared/domain/checklist/check.ts";
import type { Rule } from "@berth/shared/domain/checklist/rule.ts";
import { causeSentence, checksText } from "@berth/shared/text/checks.ts";
import { plain } from "@berth/shared/text/sentence.ts";
import { displayWidth } from "../terminal/display-width.ts";
import type { Paint } from "../terminal/paint.ts";
import { wrapText } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import type { CheckLine } from "./check-report.ts";
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
export function checkLines(check: CheckLine, style: PageStyle): string[] {
  const { language, text, paint, columns } = style;
  const words = checksText(language);
  const say = (sentence: string): string[] => wrapText(printable(sentence), columns - 2, language).map((line) => `  ${line}`);
  const notes = check.notes.filter(({ rule }) => !SAID_BY_GAPS.includes(rule));
  const further = [...check.evidence.slice(1), ...notes].map((evidence) => plain(words.rules[evidence.rule](evidence)));
  const shown = further.slice(0, SENTENCES_SHOWN - 1);
  const more = further.length > shown.length ? [text.more(count(further.length - shown.length, style))] : [];
  return [titleOf(check, style), ...say(check.sentence), ...[...shown, ...more].flatMap(say).map(paint.dim)];
}

/** Mark, title and one sentence: beside it where there is room, else below. What it notes is `--explain`'s. */
export function quietLine(check: CheckLine, style: PageStyle): string[] {
  const { language, paint, columns } = style;
  const words = checksText(language);
  const [sentence = ""] = check.status === "unknown" ? check.causes.map((cause) => causeSentence(words, cause)) : [check.sentence];
  const title = itemOf(check) + words.title[check.id];
  const beside = `  ${printable(sentence || check.sentence)}`;
  if (displayWidth(title + beside) <= columns - 2) return [titleOf(check, style) + paint.dim(beside)];
  return [titleOf(check, style), ...wrapText(beside.trim(), columns - 2, language).map((line) => paint.dim(`  ${line}`))];
}

/** The number of the founding checklist's item stands before the title. */
const itemOf = ({ founding }: CheckLine): string => (founding === null ? "" : `${founding} `);

const titleOf = (check: CheckLine, { paint, language }: PageStyle): string =>
  `${statusMark(check.status, paint)} ${paint.bold(itemOf(check) + checksText(language).title[check.id])}`;
