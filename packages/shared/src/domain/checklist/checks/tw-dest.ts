import type { NamespaceSnapshot, Tuple } from "../../host/snapshot.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts } from "../check.ts";
import { outcomeOf, overThreshold } from "../outcome.ts";
import type { Rule } from "../rule.ts";
import { isTcpClockStopped, stoppedNote } from "../stopped-clock.ts";
import { namespaceFigure } from "../subject.ts";
import type { PlacedTuple } from "../tightest-tuple.ts";
import { tupleEvidence } from "../tuple-evidence.ts";
import { usedRatio } from "../used-ratio.ts";

/**
 * Share of a tuple's capacity that stands in TIME_WAIT. Entries that a new connection may take over cost no port and do
 * not count: with reuse on, their number says nothing (a plateau at half of the range is full health).
 */
export const twDest = defineCheck({
  id: "tw-dest",
  number: 5,
  founding: 3,
  needs: { parts: ["tcp", "range"], minutes: 2 },
  platforms: ["linux", "windows", "darwin", "freebsd"],
  standsOnPart: true,

  evaluate({ current, history, policy }: Facts): CheckOutcome {
    const isStopped = isTcpClockStopped(current, history);
    const evidenceOf = isStopped ? withoutRate : waitingEvidence;
    const placed = current.namespaces
      .flatMap((namespace) => namespace.tuples.map((tuple) => ({ namespace, tuple })))
      .sort((a, b) => waitingRatio(b.tuple) - waitingRatio(a.tuple));
    const { fail, warn } = overThreshold(
      placed,
      ({ tuple }) => waitingRatio(tuple),
      policy.timeWait,
      (each, limit) => evidenceOf(each, "time-wait-share", limit),
    );
    const closest = fail.length + warn.length === 0 ? placed.filter(({ tuple }) => waiting(tuple) > 0).slice(0, 1) : [];
    return outcomeOf({
      fail,
      warn,
      notes: [
        ...(isStopped ? [stoppedNote(current)] : []),
        ...closest.map((each) => evidenceOf(each, "time-wait-closest", null)),
        ...current.namespaces.flatMap((namespace) => leftOut(namespace, policy.timeWait.warnRatio)),
        ...current.namespaces.flatMap(reusable),
        ...current.namespaces.flatMap(serverSide),
      ],
    });
  },
});

/** Each entry of one tuple has a port of its own. */
const waiting = ({ timeWait, reusableTimeWait }: Tuple): number => timeWait - reusableTimeWait;
const waitingRatio = (tuple: Tuple): number => usedRatio({ used: waiting(tuple), capacity: tuple.capacity });

function waitingEvidence(placed: PlacedTuple, rule: Rule, limit: number | null): Evidence {
  const evidence = tupleEvidence(placed, rule, limit);
  return { ...evidence, observed: waitingRatio(placed.tuple), figures: { ...evidence.figures, waiting: waiting(placed.tuple) } };
}

/** Closes are reckoned from how long an entry lasts. */
function withoutRate(...given: Parameters<typeof waitingEvidence>): Evidence {
  const { figures = {}, ...evidence } = waitingEvidence(...given);
  const { closesPerSecond, ...known } = figures;
  return { ...evidence, figures: known };
}

/** A tuple that was left out cannot hold more TIME_WAIT than ports; if that could be over the line, it is said. */
const leftOut = (namespace: NamespaceSnapshot, warnRatio: number): Evidence[] => {
  const { count, worstUsedRatio } = namespace.otherTuples;
  if (worstUsedRatio === null || worstUsedRatio <= warnRatio) return [];
  return [note(namespace, "time-wait-left-out", worstUsedRatio, "ratio", { count })];
};

const reusable = (namespace: NamespaceSnapshot): Evidence[] => {
  const entries = namespace.tuples.reduce((sum, tuple) => sum + tuple.reusableTimeWait, 0);
  return entries > 0 ? [note(namespace, "time-wait-reusable", entries, "entries")] : [];
};

const serverSide = (namespace: NamespaceSnapshot): Evidence[] =>
  namespace.serverTimeWait ? [note(namespace, "time-wait-server-side", namespace.serverTimeWait, "entries")] : [];

const note = (namespace: NamespaceSnapshot, rule: Rule, observed: number, unit: Evidence["unit"], figures = {}): Evidence => ({
  subject: "",
  namespaceId: namespace.id,
  observed,
  limit: null,
  unit,
  rule,
  figures: { ...namespaceFigure(namespace), ...figures },
});
