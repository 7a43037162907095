import { type CommandPlace, type Instruction, instructionsFor } from "../domain/platforms/commands/instruction.ts";
import type { Change } from "../domain/ports/simulate-change.ts";
import type { Collision } from "../domain/remedies/collisions.ts";
import type { Condition, RankedRemedy, Risk } from "../domain/remedies/remedy.ts";
import { whatIfFlags } from "../domain/remedies/what-if-flags.ts";
import type { Language } from "./language.ts";
import { conditionSentence, refusal, remediesText } from "./remedies.ts";

type Worded<T> = T & { sentence: string };

/** A remedy with every sentence in one language and every command, for what leaves the program. */
export interface WordedRemedy extends Pick<RankedRemedy, "id" | "step" | "standing" | "effect"> {
  title: string;
  why: string;
  /** Why it is refused; null where it is not. */
  refusal: string | null;
  conditions: Worded<Condition>[];
  changes: Worded<Change>[];
  collisions: Worded<Collision>[];
  risk: Worded<Risk>;
  /** Flags of `berth-agent what-if` that work it out; null where none do. */
  whatIf: string | null;
  instructions: Instruction[];
  verify: string;
}

export function wordRemedy(language: Language, remedy: RankedRemedy, place: CommandPlace): WordedRemedy {
  const text = remediesText(language);
  const { id, step, standing, effect, conditions, changes, collisions, risk, settings } = remedy;
  return {
    id,
    title: text.title[id],
    standing,
    step,
    why: text.why[id],
    refusal: refusal(language, remedy),
    conditions: conditions.map((condition) => ({ ...condition, sentence: conditionSentence(language, condition) })),
    changes: changes.map((change) => ({ ...change, sentence: text.change(change) })),
    effect,
    collisions: collisions.map((collision) => ({ ...collision, sentence: text.collision(collision) })),
    risk: { ...risk, sentence: text.risk[risk.why] },
    whatIf: whatIfFlags(changes, place.os) || null,
    instructions: standing === "refused" ? [] : instructionsFor(settings, place),
    verify: text.verify[id],
  };
}
