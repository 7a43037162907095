import { usedRatio } from "../checklist/used-ratio.ts";
import type { Cause, Diagnosis } from "../diagnosis/cause.ts";
import { planOf } from "../ports/simulate-change.ts";
import { ALL_REMEDIES } from "./all-remedies.ts";
import { condition, INFORMATIVE } from "./conditions.ts";
import { type RankedRemedy, REMEDY_STEPS, type Remedy, type RemedyContext, type RemedyEffect, type Simulator } from "./remedy.ts";
import { type RemedyFacts, remedyContext, snapshotSimulator } from "./remedy-context.ts";

/**
 * What can be done about a cause, best first: what may be done now before what hangs on something unknown, what suffices
 * before what does not, what takes the cause itself away, then the order of the guard rails, then risk. Refused ones stand
 * last, with the condition that refuses them. Nothing that does not act on the cause is in the list; where the cause is
 * unknown and ports are short, all that would change a figure is weighed, and nothing is recommended.
 */
export function rankRemedies(facts: RemedyFacts, diagnosis: Diagnosis): RankedRemedy[] {
  if (diagnosis.cause === "not-port-exhaustion" || facts.snapshot.namespaces.length === 0) return [];
  const context = remedyContext(facts, diagnosis);
  if (diagnosis.cause === "unknown" && !isShort(context)) return [];
  const simulator = facts.simulator ?? snapshotSimulator(context);
  return ALL_REMEDIES.flatMap((remedy) => weigh(remedy, context, simulator) ?? [])
    .filter(({ effect }) => diagnosis.cause !== "unknown" || (effect !== null && changesFigures(effect)))
    .sort((a, b) => compare(rankOf(a), rankOf(b)));
}

/** Past the line from which the policy warns, in any tuple or pool of the namespace. */
const isShort = ({ namespace: { tuples, pools }, policy }: RemedyContext): boolean =>
  [...tuples, ...pools].some((each) => usedRatio(each) > policy.tuple.warnRatio);

/** Causes that a wider range makes worse, or that it only hides. */
const AGAINST_WIDENING: readonly Cause[] = ["listener-in-range", "snat-outside-host"];

/** A remedy is in question for its own causes, and for an unknown one unless another that may be it speaks against. */
function isInQuestion({ causes, step }: Remedy, { cause, rivals }: Diagnosis): boolean {
  if (cause !== "unknown") return causes.includes(cause);
  return step !== "widen" || !rivals.some((rival) => rival.standing === "possible" && AGAINST_WIDENING.includes(rival.cause));
}

const STANDINGS = ["recommended", "possible", "refused"] as const;
const RISKS = ["low", "medium", "high"] as const;

/** A repair acts on one cause and no other: where it is proposed, it goes before the order of the guard rails. */
const rankOf = ({ standing, effect, step, risk }: RankedRemedy): number[] => [
  STANDINGS.indexOf(standing),
  effect?.after.verdict === "unsafe" ? 1 : 0,
  step === "repair" ? 0 : 1,
  REMEDY_STEPS.indexOf(step),
  RISKS.indexOf(risk.level),
];

const compare = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : a[at]! - b[at]!;
};

const changesFigures = ({ before, after }: RemedyEffect): boolean =>
  before.capacity !== after.capacity || before.used !== after.used || before.settles.best !== after.settles.best;

function weigh(remedy: Remedy, context: RemedyContext, simulator: Simulator): RankedRemedy | null {
  const { diagnosis, os } = context;
  const { cause } = diagnosis;
  if (!remedy.platforms.includes(os) || !isInQuestion(remedy, diagnosis)) return null;
  const proposal = remedy.propose(context);
  if (!proposal) return null;
  const { changes, risk, settings } = proposal;
  const conditions = [condition("acts-on-cause", cause === "unknown" ? null : true, { cause }), ...proposal.conditions];
  const collisions = context.present && changes.length > 0 ? context.collisionsWith(planOf(context.present, changes)) : [];
  return {
    id: remedy.id,
    step: remedy.step,
    standing: standingOf(conditions),
    conditions,
    changes,
    effect: effectOf(context, simulator, changes),
    collisions,
    risk,
    settings,
  };
}

/** A condition that is not known leaves a remedy possible; that it acts on the cause is one of them. */
function standingOf(conditions: RankedRemedy["conditions"]): RankedRemedy["standing"] {
  if (conditions.some(({ state }) => state === "unmet")) return "refused";
  return conditions.some(({ id, state }) => state === "unknown" && !INFORMATIVE.includes(id)) ? "possible" : "recommended";
}

function effectOf({ tuple }: RemedyContext, simulator: Simulator, changes: RankedRemedy["changes"]): RemedyEffect | null {
  const simulation = changes.length === 0 || tuple === null ? null : simulator(changes);
  const found = simulation?.tuples.find(
    ({ source, destination }) =>
      source === tuple?.source && destination.address === tuple.destination.address && destination.port === tuple.destination.port,
  );
  if (!simulation || !found) return null;
  const pool = simulation.pools.find(({ source }) => source === found.source);
  return {
    isGradual: simulation.isGradual,
    before: found.before,
    after: found.after,
    pool: pool ? { before: pool.before, after: pool.after } : null,
  };
}
