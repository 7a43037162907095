import type { CheckId, CheckStatus, Evidence, FoundingItem, UnknownCause } from "../domain/checklist/check.ts";
import type { FlatOutcome } from "../domain/checklist/flat-outcome.ts";
import type { Need, NotApplicableReason, Rule } from "../domain/checklist/rule.ts";
import type { GapPart, GapPlace, GapReason } from "../domain/host/gap.ts";
import { checks as en } from "./en/checks.ts";
import { checks as ja } from "./ja/checks.ts";
import type { Language } from "./language.ts";
import { type Sentence, sentence } from "./sentence.ts";

/** The words of the checklist. A rule, a check, a gap without a sentence does not compile. */
export interface ChecksText {
  status: Record<CheckStatus, string>;
  /** The seven items of the founding checklist. */
  founding: Record<FoundingItem, string>;
  title: Record<CheckId, string>;
  /** What the check looks at, in one line. */
  looksAt: Record<CheckId, string>;
  /** What a pass means. */
  passed: Record<CheckId, string>;
  /** One piece of evidence as a sentence, for every rule. */
  rules: Record<Rule, (evidence: Evidence) => Sentence>;
  /** Why a check is still unknown although nothing was refused. */
  needs: Record<Need, string>;
  notApplicable: Record<NotApplicableReason, string>;
  /** A part of a snapshot that could not be read, and why. */
  gap(part: GapPart, reason: GapReason, at?: GapPlace): string;
  /** What to say where an unknown gives no cause. */
  unknown: string;
}

/** The words of one group of the catalogue. */
export type ChecksGroupText<Id extends CheckId, GroupRule extends Rule> = {
  title: Record<Id, string>;
  looksAt: Record<Id, string>;
  passed: Record<Id, string>;
  rules: Record<GroupRule, (evidence: Evidence) => Sentence>;
};

const TABLES: Record<Language, ChecksText> = { en, ja };

export const checksText = (language: Language): ChecksText => TABLES[language];

/** The one sentence of a check: its worst finding, why it is unknown, why it does not apply, or what its pass means. */
export function checkSentence(text: ChecksText, id: CheckId, { status, evidence, causes, why }: Omit<FlatOutcome, "notes">): Sentence {
  const [worst] = evidence;
  if (worst) return text.rules[worst.rule](worst);
  if (status === "unknown") return sentence`${causes.map((cause) => causeSentence(text, cause)).join(" ") || text.unknown}`;
  if (status === "not_applicable") return sentence`${why ? text.notApplicable[why] : text.status.not_applicable}`;
  return sentence`${text.passed[id]}`;
}

/** One cause of an unknown. The hint, which the agent wrote, is not part of it. */
export const causeSentence = (text: ChecksText, cause: UnknownCause): string =>
  cause.kind === "gap" ? text.gap(cause.part, cause.reason, cause.at) : text.needs[cause.what];
