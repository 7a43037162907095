import type { Evidence } from "../domain/checklist/check.ts";
import type { Cause, Diagnosis, Rival } from "../domain/diagnosis/cause.ts";
import { checksText } from "./checks.ts";
import { diagnosis as en } from "./en/diagnosis.ts";
import { diagnosis as ja } from "./ja/diagnosis.ts";
import type { Language } from "./language.ts";
import { plain } from "./sentence.ts";

/** The words of a diagnosis. What a cause rests on is said by the rules of the checklist's table. */
export interface DiagnosisText {
  /** What a person calls it, without a full stop. */
  cause: Record<Cause, string>;
  /** In a word or two, for the line of what it is not. */
  short: Record<Cause, string>;
  standing: Record<Rival["standing"], string>;
}

const TABLES: Record<Language, DiagnosisText> = { en, ja };

export const diagnosisText = (language: Language): DiagnosisText => TABLES[language];

/** An evidence beside its sentence in one language. */
export interface WordedEvidence extends Evidence {
  sentence: string;
}

/** A diagnosis with every sentence in one language, for what leaves the program. */
export interface WordedDiagnosis {
  cause: Cause;
  evidence: WordedEvidence[];
  rivals: (Omit<Rival, "evidence"> & { evidence: WordedEvidence[] })[];
}

export function wordDiagnosis(language: Language, { cause, evidence, rivals }: Diagnosis): WordedDiagnosis {
  const { rules } = checksText(language);
  const word = (each: Evidence): WordedEvidence => ({ sentence: plain(rules[each.rule](each)), ...each });
  return { cause, evidence: evidence.map(word), rivals: rivals.map((rival) => ({ ...rival, evidence: rival.evidence.map(word) })) };
}
