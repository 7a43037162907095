import { catalogueNumber } from "../checklist/all-checks.ts";
import type { CheckResult, Evidence, Facts } from "../checklist/check.ts";
import type { Snapshot } from "../host/snapshot.ts";

/** The network namespace that the worst finding is about: the verdict's. Null where it is about none, or there is but one. */
export function placeOf({ namespaces }: Snapshot, results: readonly CheckResult[]): string | null {
  if (namespaces.length < 2) return null;
  for (const status of ["fail", "warn"] as const) {
    const worst = results
      .filter(({ outcome }) => outcome.status === status)
      .reduce<CheckResult | null>((first, each) => (first && catalogueNumber(first.id) < catalogueNumber(each.id) ? first : each), null);
    const id = worst && "evidence" in worst.outcome ? (worst.outcome.evidence[0]?.namespaceId ?? null) : null;
    if (worst) return namespaces.some((namespace) => namespace.id === id) ? id : null;
  }
  return null;
}

/** The facts of one namespace, with what belongs to the whole host, or to nobody knows which namespace. */
export function factsAt(facts: Facts, place: string): Facts {
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

/** What the checks found there: a finding about other namespaces alone is none. */
export function resultsAt(results: readonly CheckResult[], place: string): CheckResult[] {
  const isHere = ({ namespaceId }: Evidence) => namespaceId === null || namespaceId === place;
  return results.map((result) => {
    const { outcome } = result;
    if (outcome.status !== "fail" && outcome.status !== "warn") return result;
    const evidence = outcome.evidence.filter(isHere);
    const status = evidence.length > 0 ? outcome.status : "pass";
    return { id: result.id, outcome: { ...outcome, status, evidence } };
  });
}
