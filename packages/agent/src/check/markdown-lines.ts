import type { Language } from "@berth/shared/text/language.ts";
import type { Paint } from "../terminal/paint.ts";
import { wrapText } from "../terminal/wrap-text.ts";

interface MarkdownStyle {
  paint: Paint;
  columns: number;
  language: Language;
}

/**
 * Our own pages on a terminal: headings, paragraphs, lists, tables and code. Links leave their text, tables become one
 * entry a row.
 */
export function markdownLines(markdown: string, style: MarkdownStyle): string[] {
  const lines: string[] = [];
  let isCode = false;
  const written = markdown.trim().split("\n");
  for (const [index, line] of written.entries()) {
    if (line.startsWith("```")) isCode = !isCode;
    else if (!isCode && isTableHead(line, written[index + 1])) continue;
    else if (isCode) lines.push(`    ${line}`);
    else lines.push(...markdownLine(line, style));
  }
  return lines;
}

function markdownLine(line: string, { paint, columns, language }: MarkdownStyle): string[] {
  const heading = /^#+ (.*)$/.exec(line);
  if (heading) return [paint.bold((heading[1] ?? "").toUpperCase())];
  const text = line.startsWith("|") ? `- ${cells(line).join(": ")}` : line;
  const item = /^(\s*(?:[-*]|\d+\.) )(.*)$/.exec(text);
  const [mark, rest] = item ? [item[1] ?? "", item[2] ?? ""] : ["", text];
  const indent = " ".repeat(mark.length);
  return wrapText(withoutMarks(rest), columns - mark.length - 2, language).map((each, index) =>
    `  ${index === 0 ? mark : indent}${each}`.trimEnd(),
  );
}

/** The names of the columns and the rule below them: an entry a row says as much without. */
const isTableHead = (line: string, next: string | undefined): boolean =>
  isTableRule(line) || (line.startsWith("|") && isTableRule(next ?? ""));
const isTableRule = (line: string): boolean => /^\|[\s:|-]+\|$/.test(line);

const cells = (row: string): string[] =>
  row
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim())
    .filter((cell) => cell !== "");

/** `**bold**`, `_emphasis_` and `[text](target)` as their text; code keeps its marks, which tell it from prose. */
const withoutMarks = (text: string): string =>
  text
    .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .replace(/\*\*([^*]+)\*\*/g, "$1")
    .replace(/(?<![\w`])_([^_]+)_(?![\w`])/g, "$1");
