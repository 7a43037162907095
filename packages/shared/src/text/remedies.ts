import type { Tool } from "../domain/platforms/commands/instruction.ts";
import type { Change } from "../domain/ports/simulate-change.ts";
import type { RateVerdict } from "../domain/ports/simulate-use.ts";
import type { Collision } from "../domain/remedies/collisions.ts";
import type { Condition, ConditionId, RankedRemedy, RemedyId, Risk, RiskReason } from "../domain/remedies/remedy.ts";
import { remedies as en } from "./en/remedies.ts";
import { remedies as ja } from "./ja/remedies.ts";
import type { Language } from "./language.ts";

/** The words of remedies. A remedy, a condition, a risk, a collision without a sentence does not compile. */
export interface RemediesText {
  /** What to do, as an instruction. */
  title: Record<RemedyId, string>;
  /** What it changes and why that helps, in one or two sentences. */
  why: Record<RemedyId, string>;
  /** What to see once it worked. */
  verify: Record<RemedyId, string>;
  condition: Record<ConditionId, Record<Condition["state"], (figures: Condition["figures"]) => string>>;
  riskLevel: Record<Risk["level"], string>;
  risk: Record<RiskReason, string>;
  standing: Record<RankedRemedy["standing"], string>;
  verdict: Record<RateVerdict, string>;
  collision(collision: Collision): string;
  severity: Record<Collision["severity"], string>;
  change(change: Change): string;
  tool: Record<Tool, string>;
}

const TABLES: Record<Language, RemediesText> = { en, ja };

export const remediesText = (language: Language): RemediesText => TABLES[language];

export const conditionSentence = (language: Language, { id, state, figures }: Condition): string =>
  remediesText(language).condition[id][state](figures);

/** Why a remedy is refused: the first condition that is not met; null where none is. */
export function refusal(language: Language, { conditions }: Pick<RankedRemedy, "conditions">): string | null {
  const unmet = conditions.find(({ state }) => state === "unmet");
  return unmet ? conditionSentence(language, unmet) : null;
}
