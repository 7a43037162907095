import { flattenOutcome } from "@berth/shared/domain/checklist/flat-outcome.ts";
import { checkSentence, checksText } from "@berth/shared/text/checks.ts";
import { plain } from "@berth/shared/text/sentence.ts";
import { statusMark } from "../check/check-lines.ts";
import { wrapText } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import type { TopReading } from "./top-reading.ts";
import type { TopStyle } from "./top-style.ts";

const WORST_FIRST = ["fail", "warn", "unknown", "pass"] as const;

/** Every check that applies, the worst first. */
export function checksView({ judgement }: TopReading, style: TopStyle): string[] {
  const { language, paint, columns, top } = style;
  const words = checksText(language);
  const results = judgement.checks.map(({ id, outcome }) => ({ id, ...flattenOutcome(outcome) }));
  const ordered = WORST_FIRST.flatMap((status) => results.filter((result) => result.status === status));
  const lines = ordered.flatMap(({ id, ...outcome }) => [
    `${statusMark(outcome.status, paint)} ${paint.bold(words.title[id])}`,
    ...wrapText(printable(plain(checkSentence(words, id, outcome))), columns - 2, language).map((line) =>
      outcome.status === "pass" ? paint.dim(`  ${line}`) : `  ${line}`,
    ),
  ]);
  return [paint.bold(top.checks), ...lines];
}
