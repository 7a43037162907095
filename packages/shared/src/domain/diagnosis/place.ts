import { catalogueNumber } from "../checklist/all-checks.ts";
import type { CheckResult, Evidence, Facts } from "../checklist/check.ts";
import { tupleSubject } from "../checklist/subject.ts";
import { usedRatio } from "../checklist/used-ratio.ts";
import type { NamespaceSnapshot, Snapshot } from "../host/snapshot.ts";

/** What the worst finding is about: the verdict's namespace, and its tuple as `10.0.3.17 → 10.4.7.21:6379` where it is one. */
export interface Place {
  namespaceId: string;
  tuple: string | null;
}

/** Null where the worst finding is about no single namespace, or there is none. */
export function placeOf({ namespaces }: Snapshot, results: readonly CheckResult[]): Place | null {
  for (const status of ["fail", "warn"] as const) {
    const worst = results
      .filter(({ outcome }) => outcome.status === status)
      .reduce<CheckResult | null>((first, each) => (first && catalogueNumber(first.id) < catalogueNumber(each.id) ? first : each), null);
    if (!worst) continue;
    const said = "evidence" in worst.outcome ? worst.outcome.evidence[0] : undefined;
    const namespace = namespaces.find(({ id }) => id === said?.namespaceId);
    if (!said || !namespace) return null;
    const isTuple = namespace.tuples.some((tuple) => tupleSubject(tuple) === said.subject);
    return { namespaceId: namespace.id, tuple: isTuple ? said.subject : null };
  }
  return null;
}

/** The facts of one namespace, with what belongs to the whole host, or to nobody knows which namespace. */
export function factsAt(facts: Facts, { namespaceId: place }: Place): Facts {
  const { current } = facts;
  return {
    ...facts,
    current: {
      ...current,
      namespaces: current.namespaces.filter(({ id }) => id === place),
      failures: current.failures.filter(({ namespaceId }) => namespaceId === undefined || namespaceId === place),
      gaps: current.gaps.filter(({ namespaceId }) => namespaceId === null || namespaceId === place),
    },
  };
}

/** The same with one tuple listed, and the others summed up beside it. */
export const withTupleAlone = (facts: Facts, subject: string): Facts => ({
  ...facts,
  current: { ...facts.current, namespaces: facts.current.namespaces.map((namespace) => alone(namespace, subject)) },
});

function alone(namespace: NamespaceSnapshot, subject: string): NamespaceSnapshot {
  const { tuples, otherTuples } = namespace;
  const others = tuples.filter((tuple) => tupleSubject(tuple) !== subject);
  const ratios = [otherTuples.worstUsedRatio ?? [], others.map(usedRatio)].flat();
  return {
    ...namespace,
    tuples: tuples.filter((tuple) => tupleSubject(tuple) === subject),
    otherTuples: {
      ...otherTuples,
      count: otherTuples.count + others.length,
      entries: others.reduce((sum, { held, reusableTimeWait }) => sum + held + reusableTimeWait, otherTuples.entries),
      worstUsedRatio: ratios.length > 0 ? Math.max(...ratios) : null,
    },
  };
}

/** What the checks found there: a finding about other namespaces alone is none. */
export function resultsAt(results: readonly CheckResult[], { namespaceId: place }: Place): CheckResult[] {
  const isHere = ({ namespaceId }: Evidence) => namespaceId === null || namespaceId === place;
  return results.map((result) => {
    const { outcome } = result;
    if (outcome.status !== "fail" && outcome.status !== "warn") return result;
    const evidence = outcome.evidence.filter(isHere);
    const status = evidence.length > 0 ? outcome.status : "pass";
    return { id: result.id, outcome: { ...outcome, status, evidence } };
  });
}
