import type { EXHAUSTION_CHECKS, EXHAUSTION_RULES } from "../../domain/checklist/catalogue/exhaustion.ts";
import type { ChecksGroupText } from "../checks.ts";
import { attributionRules, attributionTitles } from "./attribution-rules.ts";
import { evidenceRules } from "./checks-evidence.ts";
import { forecastRules, forecastTitles } from "./forecast-rules.ts";

export const exhaustionChecks: ChecksGroupText<(typeof EXHAUSTION_CHECKS)[number], (typeof EXHAUSTION_RULES)[number]> = {
  title: { "exh-evidence": "Ports that ran out", ...forecastTitles.title, ...attributionTitles.title },
  looksAt: {
    "exh-evidence": "Failed calls as the kernel announced them, and what logs say, over the last 24 hours.",
    ...forecastTitles.looksAt,
    ...attributionTitles.looksAt,
  },
  passed: {
    "exh-evidence": "Nobody was refused a port in the last 24 hours, as far as it was seen.",
    ...forecastTitles.passed,
    ...attributionTitles.passed,
  },
  rules: { ...evidenceRules, ...forecastRules, ...attributionRules },
};
