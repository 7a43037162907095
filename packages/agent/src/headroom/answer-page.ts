import { formatAddress, formatEndpoint } from "@berth/shared/domain/network/address.ts";
import type { CliHeadroomText } from "@berth/shared/text/cli-headroom.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { usageBar } from "../terminal/usage-bar.ts";
import { wrapText } from "../terminal/wrap-text.ts";
import type { Answer, Settlement } from "./answer.ts";
import type { Question } from "./question.ts";

export interface AnswerStyle {
  text: CliHeadroomText;
  language: Language;
  columns: number;
}

/** One answer for a person: what was asked and how many more, then the bar with its 50, 60 and 80 % lines. */
export function answerPage(question: Question, answer: Answer, style: AnswerStyle): string {
  const { text } = style;
  const asked = askedOf(question, text);
  switch (answer.kind) {
    case "unknown":
      return paragraph(text.unknown(asked, answer.reason), style);
    case "unlimited":
      return paragraph(text.unlimited(asked), style);
    case "counted": {
      const { capacity, best } = answer;
      const { headline, use } = text.counted(asked, { ...answer, used: capacity - best });
      const { filled, empty } = usageBar(capacity === 0 ? 1 : (capacity - best) / capacity);
      return `${paragraph(headline, style)}  ${filled}${empty}  ${use}\n`;
    }
  }
}

/**
 * How the answers above were found, last, and why an interval stays although the kernel was asked about everything; empty
 * where nothing was found.
 */
export function settlementLine({ method, open, asked, reason }: Settlement, answers: readonly Answer[], style: AnswerStyle): string {
  if (answers.every(({ kind }) => kind === "unknown")) return "";
  const isWide = answers.some((answer) => answer.kind === "counted" && answer.low < answer.high);
  return paragraph(style.text.method(method, { open, asked, reason, isWide }), style);
}

const paragraph = (sentence: string, { columns, language }: AnswerStyle): string =>
  wrapText(sentence, columns, language)
    .map((line) => `${line}\n`)
    .join("");

function askedOf({ source, destination }: Question, text: CliHeadroomText): string {
  const from = source && formatAddress(source);
  if (!destination) return text.bind(from ?? "0.0.0.0");
  return `${from ?? text.fromHere} → ${formatEndpoint(formatAddress(destination.address), destination.port)}`;
}
