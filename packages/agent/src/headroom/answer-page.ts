import { formatAddress, formatEndpoint } from "@berth/shared/domain/network/address.ts";
import type { CliHeadroomText } from "@berth/shared/text/cli-headroom.ts";
import { usageBar } from "../terminal/usage-bar.ts";
import type { Answer, Settlement } from "./answer.ts";
import type { Question } from "./question.ts";

/** One answer for a person: what was asked and how many more, then the bar with its 50, 60 and 80 % lines. */
export function answerPage(question: Question, answer: Answer, text: CliHeadroomText): string {
  const asked = askedOf(question, text);
  switch (answer.kind) {
    case "unknown":
      return `${text.unknown(asked, answer.reason)}\n`;
    case "unlimited":
      return `${text.unlimited(asked)}\n`;
    case "counted": {
      const { capacity, best } = answer;
      const { headline, use } = text.counted(asked, { ...answer, used: capacity - best });
      const { filled, empty } = usageBar(capacity === 0 ? 1 : (capacity - best) / capacity);
      return `${headline}\n  ${filled}${empty}  ${use}\n`;
    }
  }
}

/** How the answers above were found, last. */
export const settlementLine = ({ method, open, asked, reason }: Settlement, text: CliHeadroomText): string =>
  `${text.method(method, { open, asked, reason })}\n`;

function askedOf({ source, destination }: Question, text: CliHeadroomText): string {
  const from = source && formatAddress(source);
  if (!destination) return text.bind(from ?? "0.0.0.0");
  return `${from ?? text.fromHere} → ${formatEndpoint(formatAddress(destination.address), destination.port)}`;
}
