import type { NamespaceSnapshot } from "../../host/snapshot.ts";
import { portSharingOf } from "../../platforms/port-sharing.ts";
import { isPastHalf, LINES } from "../../ports/capacity.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts, type Thresholds } from "../check.ts";
import { byObserved, outcomeOf, overThreshold, severityOf } from "../outcome.ts";
import { namespaceFigure } from "../subject.ts";
import { findTightest, type PlacedTuple } from "../tightest-tuple.ts";
import { tupleEvidence } from "../tuple-evidence.ts";
import { usedRatio } from "../used-ratio.ts";

/** Use of the worst destination: how much of a tuple's capacity its connections and the blocked ports take. */
export const ephDest = defineCheck({
  id: "eph-dest",
  number: 1,
  founding: 2,
  needs: { parts: ["tcp", "range"], minutes: 0 },
  platforms: ["linux", "windows", "darwin", "freebsd"],
  standsOnPart: true,

  evaluate({ current, policy }: Facts): CheckOutcome {
    const { namespaces } = current;
    if (portSharingOf(current) === "never") return hostLimited(current, policy.host);
    const placed = namespaces.flatMap((namespace) => namespace.tuples.map((tuple) => ({ namespace, tuple })));
    const named = overThreshold(
      placed,
      ({ tuple }) => usedRatio(tuple),
      policy.tuple,
      (each, limit) => tupleEvidence(each, "dest-use", limit),
    );
    const leftOut = overThreshold(namespaces, ({ otherTuples }) => otherTuples.worstUsedRatio ?? 0, policy.tuple, leftOutEvidence);
    const fail = [...named.fail, ...leftOut.fail];
    const warn = [...named.warn, ...leftOut.warn];
    return outcomeOf({
      fail,
      warn,
      notes: [
        ...(fail.length + warn.length === 0 ? closest(current) : []),
        ...(current.host.os === "linux" ? placed.flatMap((each) => slowConnect(each, policy.tuple)) : []),
        ...placed
          .flatMap((each) => interval(each, policy.tuple))
          .sort(byObserved)
          .slice(0, 1),
      ],
    });
  },
});

/** Where no port serves two connections, every destination has what the host has left: the tightest stands for all. */
function hostLimited(current: Facts["current"], thresholds: Thresholds): CheckOutcome {
  const tightest = findTightest(current);
  const { fail, warn } = overThreshold(
    tightest ? [tightest] : [],
    ({ tuple }) => usedRatio(tuple),
    thresholds,
    (each, limit) => tupleEvidence(each, "dest-use-not-shared", limit),
  );
  return outcomeOf({ fail, warn, notes: [...(fail.length + warn.length === 0 ? closest(current) : []), notShared] });
}

const notShared: Evidence = { subject: "", namespaceId: null, observed: 0, limit: null, unit: "entries", rule: "dest-not-shared" };

/** Tuples that the snapshot had no room for have no name, but their worst figure is known. */
const leftOutEvidence = (namespace: NamespaceSnapshot, limit: number): Evidence => ({
  subject: "",
  namespaceId: namespace.id,
  observed: namespace.otherTuples.worstUsedRatio ?? 0,
  limit,
  unit: "ratio",
  rule: "dest-left-out",
  figures: { ...namespaceFigure(namespace), count: namespace.otherTuples.count },
});

function closest(current: Facts["current"]): Evidence[] {
  const tightest = findTightest(current);
  if (tightest) return [tupleEvidence(tightest, "dest-closest", null)];
  return [{ subject: "", namespaceId: null, observed: 0, limit: null, unit: "entries", rule: "dest-none" }];
}

/** From here on connect() has used up the half of the range that it tries first, and searches it in vain every time. */
const slowConnect = (placed: PlacedTuple, thresholds: Thresholds): Evidence[] => {
  const { used, capacity } = placed.tuple;
  if (!isPastHalf(used, capacity) || severityOf(usedRatio(placed.tuple), thresholds)) return [];
  return [tupleEvidence(placed, "dest-past-half", LINES.slowConnect)];
};

/** The likeliest figure is fine, but the snapshot cannot exclude a worse one. */
function interval(placed: PlacedTuple, thresholds: Thresholds): Evidence[] {
  const { headroom, capacity } = placed.tuple;
  const worst = usedRatio({ used: capacity - headroom.low, capacity });
  if (headroom.unlimited || severityOf(worst, thresholds) === null || severityOf(usedRatio(placed.tuple), thresholds)) return [];
  return [{ ...tupleEvidence(placed, "dest-interval", thresholds.warnRatio), observed: worst }];
}
