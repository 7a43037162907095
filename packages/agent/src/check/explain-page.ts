import type { CheckStatus, Evidence } from "@berth/shared/domain/checklist/check.ts";
import { checksText } from "@berth/shared/text/checks.ts";
import { diagnosisText } from "@berth/shared/text/diagnosis.ts";
import { wrapText } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import { statusMark } from "./check-lines.ts";
import type { Explanation } from "./explain.ts";
import { formulaLine } from "./formula-lines.ts";
import { markdownLines } from "./markdown-lines.ts";
import type { PageStyle } from "./page-style.ts";

/** What it looks at, how things stand with every figure, then its page. */
export function explainPage(explanation: Explanation, style: PageStyle): string {
  const { id, looksAt, present, page } = explanation;
  const { text, paint, columns, language } = style;
  const wrap = (sentence: string) => wrapText(printable(sentence), columns - 2, language).map((line) => `  ${line}`);
  const formula = (evidence: Evidence | null): string[] => {
    const line = evidence && formulaLine(evidence, style);
    return line === null ? [] : wrap(`= ${line}`);
  };
  const sections = [
    [...headline(explanation, style), `  ${paint.dim(id)}`, ...(looksAt === null ? [] : wrap(looksAt))],
    [paint.bold(text.title.now), ...present.flatMap(({ sentence, evidence }) => [...wrap(sentence), ...formula(evidence).map(paint.dim)])],
    ...(page === null ? [] : [markdownLines(page, style)]),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function headline({ title, status }: Explanation, style: PageStyle): string[] {
  const { paint, columns, language } = style;
  const { mark, word } = standing(status, style);
  const [first = "", ...rest] = wrapText(word === "" ? title : `${title} (${word})`, columns - 2, language);
  return [`${statusMark(mark, paint)} ${paint.bold(first)}`, ...rest.map((line) => `  ${paint.bold(line)}`)];
}

function standing(status: Explanation["status"], { language, text }: PageStyle): { mark: CheckStatus; word: string } {
  if (status === "named") return { mark: "fail", word: text.named };
  if (status === "not_weighed") return { mark: "not_applicable", word: "" };
  if (status === "possible") return { mark: "warn", word: diagnosisText(language).standing.possible };
  if (status === "excluded") return { mark: "pass", word: diagnosisText(language).standing.excluded };
  return { mark: status, word: checksText(language).status[status] };
}
