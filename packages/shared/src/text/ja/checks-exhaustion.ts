import type { EXHAUSTION_CHECKS, EXHAUSTION_RULES } from "../../domain/checklist/catalogue/exhaustion.ts";
import type { ChecksGroupText } from "../checks.ts";
import { attributionRules, attributionTitles } from "./attribution-rules.ts";
import { evidenceRules } from "./checks-evidence.ts";
import { forecastRules, forecastTitles } from "./forecast-rules.ts";

export const exhaustionChecks: ChecksGroupText<(typeof EXHAUSTION_CHECKS)[number], (typeof EXHAUSTION_RULES)[number]> = {
  title: { "exh-evidence": "ポート枯渇の発生", ...forecastTitles.title, ...attributionTitles.title },
  looksAt: {
    "exh-evidence": "カーネルが知らせた呼び出しの失敗と、ログの記録 (直近 24 時間)。",
    ...forecastTitles.looksAt,
    ...attributionTitles.looksAt,
  },
  passed: {
    "exh-evidence": "確認できた限り、直近 24 時間にポートを拒否された例はありません。",
    ...forecastTitles.passed,
    ...attributionTitles.passed,
  },
  rules: { ...evidenceRules, ...forecastRules, ...attributionRules },
};
