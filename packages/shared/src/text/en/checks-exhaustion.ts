import type { EXHAUSTION_CHECKS, EXHAUSTION_RULES } from "../../domain/checklist/catalogue/exhaustion.ts";
import type { ChecksGroupText } from "../checks.ts";

export const exhaustionChecks: ChecksGroupText<(typeof EXHAUSTION_CHECKS)[number], (typeof EXHAUSTION_RULES)[number]> = {
  title: {},
  looksAt: {},
  passed: {},
  rules: {},
};
