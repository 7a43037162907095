import { churns } from "../../ports/pooling.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts } from "../check.ts";
import { byObserved, outcomeOf } from "../outcome.ts";
import type { Rule } from "../rule.ts";
import { namespaceFigure, tupleSubject } from "../subject.ts";
import { findTightest, type PlacedTuple } from "../tightest-tuple.ts";
import { usedRatio } from "../used-ratio.ts";

/** One source and one destination that carry everything, with connections that are already reused: more addresses are left. */
export const scaleOut = defineCheck({
  id: "scale-out",
  number: 34,
  founding: null,
  needs: { parts: ["tcp", "range"], minutes: 0 },
  platforms: ["linux", "windows", "darwin", "freebsd"],

  evaluate({ current, policy }: Facts): CheckOutcome {
    const placed = current.namespaces.flatMap((namespace) => namespace.tuples.map((tuple) => ({ namespace, tuple })));
    const short = placed.filter(({ tuple }) => usedRatio(tuple) > policy.tuple.warnRatio);
    const narrow = short.filter((each) => !churns(each.tuple) && breadthOf(each).sources === 1 && breadthOf(each).destinations === 1);
    const others = short.filter((each) => !narrow.includes(each));
    const tightest = short.length === 0 ? findTightest(current) : null;
    return outcomeOf({
      warn: narrow.map((each) => evidence(each, "scale-out-narrow", policy.tuple.warnRatio)).sort(byObserved),
      notes: [...others, ...(tightest ? [tightest] : [])].map((each) => evidence(each, "scale-out-breadth", null)).sort(byObserved),
    });
  },
});

/** Local addresses towards this destination, and remote addresses of its port, that are in use. */
function breadthOf({ namespace, tuple: { destination } }: PlacedTuple): { sources: number; destinations: number } {
  const ofPort = namespace.tuples.filter((each) => each.destination.port === destination.port);
  const toAddress = ofPort.filter((each) => each.destination.address === destination.address);
  return {
    sources: new Set(toAddress.map(({ source }) => source)).size,
    destinations: new Set(ofPort.map((each) => each.destination.address)).size,
  };
}

function evidence(placed: PlacedTuple, rule: Rule, limit: number | null): Evidence {
  const { namespace, tuple } = placed;
  const { sources, destinations } = breadthOf(placed);
  return {
    subject: tupleSubject(tuple),
    namespaceId: namespace.id,
    observed: usedRatio(tuple),
    limit,
    unit: "ratio",
    rule,
    figures: {
      ...namespaceFigure(namespace),
      sources,
      destinations,
      port: tuple.destination.port,
      tuples: namespace.tuples.filter(({ destination }) => destination.port === tuple.destination.port).length,
      possible: sources * destinations,
      capacity: tuple.capacity,
    },
  };
}
