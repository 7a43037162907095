import type { Facts } from "../checklist/check.ts";
import { tupleSubject } from "../checklist/subject.ts";
import type { DestinationSigns } from "./destination-signs.ts";
import { say } from "./say.ts";
import { inState } from "./state-counts.ts";
import { type Strength, strengthRank } from "./weighing.ts";

/** TIME_WAIT entries for each live connection, from which on connections are made to be thrown away. */
const CHURN_RATIO = 4;
/** Fewer entries than these are everyday work, whatever was refused. */
const FEW_ENTRIES = 500;
/** With a refused call, these are enough to say where the ports went. */
const MANY_ENTRIES = 1_000;

/** Connections to one destination that come and go, and how surely that is the trouble. */
export interface ChurnSigns {
  destination: DestinationSigns;
  strength: Strength;
}

/** Every tuple that churns: the one of which it is surest first, of equals the one with most entries. */
export function findChurn(facts: Facts, destinations: readonly DestinationSigns[], isRefused: boolean): ChurnSigns[] {
  return destinations
    .filter(({ tuple, live }) => tuple.timeWait >= CHURN_RATIO * live && tuple.timeWait > 0)
    .map((destination) => ({ destination, strength: strengthOf(facts, destination, isRefused) }))
    .toSorted((a, b) => strengthRank(b.strength) - strengthRank(a.strength) || b.destination.tuple.timeWait - a.destination.tuple.timeWait);
}

function strengthOf(
  { policy, current }: Facts,
  { tuple, waiting, pressure, refusals: about, isNamed }: DestinationSigns,
  isAnyRefused: boolean,
): Strength {
  const share = waiting / Math.max(1, tuple.capacity);
  const isRefused = about.some(({ kind }) => kind !== "bind-in-use" && kind !== "port-refused" && kind !== "udp");
  const isTuned =
    current.namespaces.some(({ settings }) => settings.tcpTwRecycle === 1) ||
    (current.configured ?? []).some(({ key, value }) => key.endsWith("tcp_tw_recycle") && value.trim() === "1");
  if (pressure > policy.tuple.failRatio && share > policy.timeWait.warnRatio) return "strong";
  if (isRefused && (tuple.timeWait >= MANY_ENTRIES || (isNamed && tuple.timeWait >= FEW_ENTRIES))) return "strong";
  if (share > policy.timeWait.warnRatio && tuple.timeWait >= FEW_ENTRIES) return "likely";
  if (tuple.timeWait >= 0.9 * tuple.capacity * policy.timeWait.warnRatio && tuple.timeWait >= FEW_ENTRIES && (isTuned || isAnyRefused))
    return "likely";
  if (tuple.capacity < MANY_ENTRIES && share > policy.timeWait.failRatio) return "likely";
  return "hint";
}

export const churnEvidence = ({ namespace, tuple, live, closesPerSecond }: DestinationSigns) =>
  say("cause-churn", {
    subject: tupleSubject(tuple),
    namespace,
    observed: tuple.timeWait,
    unit: "entries",
    figures: { live, capacity: tuple.capacity, closesPerSecond: Math.round(closesPerSecond * 10) / 10 },
  });

/** Where no tuple is known: the states of the whole host. Null unless they churn. */
export function hostChurn(signs: Facts & { destinations: readonly DestinationSigns[] }): { timeWait: number; live: number } | null {
  const [timeWait, live] = [inState(signs, "timeWait"), inState(signs, "established")];
  return signs.destinations.length === 0 && timeWait >= MANY_ENTRIES && timeWait >= CHURN_RATIO * live ? { timeWait, live } : null;
}
