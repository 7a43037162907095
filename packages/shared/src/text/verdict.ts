import type { Evidence } from "../domain/checklist/check.ts";
import type { Verdict } from "../domain/checklist/verdict.ts";
import { causeSentence, checksText } from "./checks.ts";
import { verdict as en } from "./en/verdict.ts";
import { verdict as ja } from "./ja/verdict.ts";
import type { Language } from "./language.ts";
import type { Sentence } from "./sentence.ts";

/** The words around a host's verdict. What is wrong is said by the checklist's own sentence. */
export interface VerdictText {
  /** Nothing is wrong; `closest` is the tightest tuple, null where nothing is outbound. */
  calm(closest: Evidence | null): Sentence;
  /** `cause` is a whole sentence, `lastKnown` what stood before it became unknown. */
  unknown(cause: string | null, lastKnown: Sentence | null): Sentence;
  /** The host is silent; `last` is its verdict when it was last heard. */
  stale(last: Sentence): Sentence;
  /** Enrolled, nothing heard yet. */
  never: Sentence;
}

export type VerdictFacts = Pick<Verdict, "status" | "evidence" | "cause">;

const TABLES: Record<Language, VerdictText> = { en, ja };

/** A host's verdict in one sentence, with a subject, a destination and numbers. `plain` joins it for a terminal. */
export function verdictSentence(language: Language, facts: VerdictFacts, freshness: "live" | "stale" | "never" = "live"): Sentence {
  const text = TABLES[language];
  if (freshness === "never") return text.never;
  const current = liveSentence(language, facts);
  return freshness === "stale" ? text.stale(current) : current;
}

function liveSentence(language: Language, { status, evidence, cause }: VerdictFacts): Sentence {
  const [text, words] = [TABLES[language], checksText(language)];
  if (status === "pass") return text.calm(evidence);
  const said = evidence && words.rules[evidence.rule](evidence);
  if (status === "unknown" || said === null) return text.unknown(cause && causeSentence(words, cause), said);
  return said;
}
