import type { Evidence } from "../../domain/checklist/check.ts";
import { runChecklist } from "../../domain/checklist/run-checklist.ts";
import { diagnose } from "../../domain/diagnosis/diagnose.ts";
import { INCIDENTS } from "../incidents.ts";
import { MADE_INCIDENTS } from "../made-incidents.ts";

/** What the diagnoses of all incidents rest on, and what speaks against their rivals. */
export const diagnosisSpoken: Evidence[] = [...INCIDENTS, ...MADE_INCIDENTS].flatMap(({ facts }) => {
  const { evidence, rivals } = diagnose(facts, runChecklist(facts));
  return [...evidence, ...rivals.flatMap((rival) => rival.evidence)].filter(({ rule }) => rule.startsWith("cause-"));
});
