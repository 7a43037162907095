import type { Diagnosis } from "../diagnosis/cause.ts";
import { planOf } from "../ports/simulate-change.ts";
import { ALL_REMEDIES } from "./all-remedies.ts";
import { condition, INFORMATIVE } from "./conditions.ts";
import { type RankedRemedy, REMEDY_STEPS, type Remedy, type RemedyContext, type RemedyEffect, type Simulator } from "./remedy.ts";
import { type RemedyFacts, remedyContext, snapshotSimulator } from "./remedy-context.ts";

/**
 * What can be done about a cause, best first: what may be done now before what hangs on something unknown, what suffices
 * before what does not, what takes the cause itself away, then the order of the guard rails, then risk. Refused ones stand
 * last, with the condition that refuses them. Nothing that does not act on the cause is in the list; where the cause is
 * unknown, all that would change a figure is weighed.
 */
export function rankRemedies(facts: RemedyFacts, diagnosis: Diagnosis): RankedRemedy[] {
  if (diagnosis.cause === "not-port-exhaustion" || facts.snapshot.namespaces.length === 0) return [];
  const context = remedyContext(facts, diagnosis);
  const simulator = facts.simulator ?? snapshotSimulator(context);
  return ALL_REMEDIES.flatMap((remedy) => weigh(remedy, context, simulator) ?? [])
    .filter(({ effect }) => diagnosis.cause !== "unknown" || (effect !== null && changesFigures(effect)))
    .sort((a, b) => compare(rankOf(a), rankOf(b)));
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
  const acts = remedy.causes.includes(cause);
  if (!remedy.platforms.includes(os) || !(acts || cause === "unknown")) return null;
  const proposal = remedy.propose(context);
  if (!proposal) return null;
  const { changes, risk, settings } = proposal;
  const conditions = [condition("acts-on-cause", acts ? true : null, { cause }), ...proposal.conditions];
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

/** Which cause it acts on matters to the choice, not to whether it may be applied. */
function standingOf(conditions: RankedRemedy["conditions"]): RankedRemedy["standing"] {
  if (conditions.some(({ state }) => state === "unmet")) return "refused";
  const isOpen = conditions.some(({ id, state }) => state === "unknown" && id !== "acts-on-cause" && !INFORMATIVE.includes(id));
  return isOpen ? "possible" : "recommended";
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
