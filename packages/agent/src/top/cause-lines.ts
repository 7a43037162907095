import type { Cause, Diagnosis } from "@berth/shared/domain/diagnosis/cause.ts";
import { diagnosisText, wordDiagnosis } from "@berth/shared/text/diagnosis.ts";
import { cutLines } from "../terminal/cut-lines.ts";
import { flowParts, wrapText } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import type { TopStyle } from "./top-style.ts";

/** What people suspect first, and want to see ruled out. */
const SUSPECTS: readonly Cause[] = ["conntrack-full", "file-descriptors", "snat-outside-host", "leak-close-wait", "listener-in-range"];
const MARK = { excluded: "✓", unknown: "?", possible: "✕" } as const;
const SENTENCE_LINES = 2;

/** Why, in a sentence, and what it is not: a tick for what was excluded, a question mark for what could not be seen. */
export function causeLines(diagnosis: Diagnosis, style: TopStyle): string[] {
  const { language, paint, columns, top } = style;
  const words = diagnosisText(language);
  const [first] = wordDiagnosis(language, diagnosis).evidence;
  const why = first ? `${words.cause[diagnosis.cause]}: ${first.sentence}` : words.cause[diagnosis.cause];
  const rivals = SUSPECTS.flatMap((cause) => diagnosis.rivals.filter((rival) => rival.cause === cause));
  const marks = rivals.map(({ cause, standing }) => `${words.short[cause]} ${MARK[standing]}`);
  return [
    ...cutLines(wrapText(printable(why), columns - 2, language), SENTENCE_LINES, columns - 2),
    ...(marks.length === 0 ? [] : flowParts([top.notCause, ...marks], columns - 2, "").map(paint.dim)),
  ].map((line) => `  ${line}`);
}
