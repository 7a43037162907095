import type { Evidence } from "../domain/checklist/check.ts";
import { GAP_PARTS, GAP_REASONS, type GapPart, type GapReason } from "../domain/host/gap.ts";
import type { Language } from "./language.ts";
import { figure, type SentencePart, subject } from "./sentence.ts";

/** How one language writes the figures of an evidence. */
export interface EvidenceFigures {
  /** An integer with its separators. */
  count(value: number): SentencePart;
  /** A figure of the evidence by its name; a dash where an older judgement did not keep it. */
  named(evidence: Evidence, name: string): SentencePart;
  /** `ratio` is 0 to 1. */
  percent(ratio: number): SentencePart;
  /** The observed ratio, with as many digits as tell it from its limit. */
  observedPercent(evidence: Evidence): SentencePart;
}

/** English follows ISO 31-0 and sets a space before the sign; Japanese does not. */
const PERCENT_SIGN: Record<Language, string> = { en: " %", ja: "%" };

const MOST_DIGITS = 4;

export function evidenceFigures(language: Language): EvidenceFigures {
  const integers = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const small = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const percents = Array.from(
    { length: MOST_DIGITS + 1 },
    (_, digits) => new Intl.NumberFormat(language, { maximumFractionDigits: digits }),
  );
  const written = (ratio: number, digits: number) => percents[digits]!.format(ratio * 100) + PERCENT_SIGN[language];

  /** Only nothing is written as 0 %, only all as 100 %, and nothing beyond a limit as the limit. */
  const percent = (ratio: number, unlike: readonly number[]): SentencePart => {
    const isClear = (digits: number) => unlike.every((other) => other === ratio || written(other, digits) !== written(ratio, digits));
    const digits = [1, 2, 3].find(isClear) ?? MOST_DIGITS;
    return figure(written(ratio, digits));
  };

  return {
    count: (value) => figure(integers.format(value)),
    named: (evidence, name) => {
      const value = evidence.figures?.[name];
      return figure(typeof value === "number" ? (value < 10 ? small : integers).format(value) : (value ?? "–"));
    },
    percent: (ratio) => percent(ratio, [0, 1]),
    observedPercent: ({ observed, limit }) => percent(observed, limit === null ? [0, 1] : [0, 1, limit]),
  };
}

export const subjectOf = (evidence: Evidence): SentencePart => subject(evidence.subject);

/** A figure as a number, for what a sentence decides by it; 0 where it is missing. */
export function numberOf(evidence: Evidence, name: string): number {
  const value = evidence.figures?.[name];
  return typeof value === "number" ? value : 0;
}

/** A figure as text; null where it is missing. */
export function textOf(evidence: Evidence, name: string): string | null {
  const value = evidence.figures?.[name];
  return value === undefined ? null : String(value);
}

/** The gap that a note is about; null where a later version names a part that this one does not know. */
export function gapIn(evidence: Evidence): { part: GapPart; reason: GapReason } | null {
  const part = GAP_PARTS.find((each) => each === textOf(evidence, "part"));
  const reason = GAP_REASONS.find((each) => each === textOf(evidence, "reason"));
  return part && reason ? { part, reason } : null;
}
