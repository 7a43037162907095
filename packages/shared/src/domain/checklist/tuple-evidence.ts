import type { Snapshot } from "../host/snapshot.ts";
import { meanClosesPerSecond } from "../ports/churn.ts";
import type { Headroom } from "../ports/headroom.ts";
import type { Evidence } from "./check.ts";
import type { Rule } from "./rule.ts";
import { namespaceFigure, tupleSubject } from "./subject.ts";
import { findTightest, type PlacedTuple } from "./tightest-tuple.ts";
import { usedRatio } from "./used-ratio.ts";

/** The use of one tuple, with the figures that its sentence names. */
export const tupleEvidence = ({ namespace, tuple }: PlacedTuple, rule: Rule, limit: number | null): Evidence => ({
  subject: tupleSubject(tuple),
  namespaceId: namespace.id,
  observed: usedRatio(tuple),
  limit,
  unit: "ratio",
  rule,
  figures: {
    ...namespaceFigure(namespace),
    capacity: tuple.capacity,
    used: tuple.used,
    ...headroomFigures(tuple.headroom),
    timeWait: tuple.timeWait,
    closesPerSecond: Math.round(meanClosesPerSecond(tuple.closesPerSecond) * 10) / 10,
  },
});

/** `left` is the best figure; a headroom that nothing limits has none. */
export const headroomFigures = (headroom: Headroom): Record<string, number> =>
  headroom.unlimited ? { low: headroom.low } : { left: headroom.best, low: headroom.low, high: headroom.high };

/** The tightest tuple of a host on which nothing is wrong; null where nothing is outbound. */
export function tightestEvidence(snapshot: Pick<Snapshot, "namespaces">): Evidence | null {
  const tightest = findTightest(snapshot);
  return tightest && tupleEvidence(tightest, "dest-closest", null);
}
