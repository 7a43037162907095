import type { CheckOutcome, CheckStatus, Evidence, Thresholds, UnknownCause } from "./check.ts";

/** More findings or notes than this are counted, not listed: a judgement stays small whatever the host. */
export const EVIDENCE_MAX = 10;

/** Worst last. What could not be read is worse than a pass and better than a finding. */
const RANK: Record<CheckStatus, number> = { not_applicable: 0, pass: 1, unknown: 2, warn: 3, fail: 4 };

export const rankOf = (status: CheckStatus): number => RANK[status];

/** What a check found, before it is one status. */
export interface Findings {
  fail?: readonly Evidence[];
  warn?: readonly Evidence[];
  notes?: readonly Evidence[];
  causes?: readonly UnknownCause[];
}

/** One status for all of it: the worst of fail > warn > unknown > pass. */
export function outcomeOf({ fail = [], warn = [], notes = [], causes = [] }: Findings): CheckOutcome {
  if (fail.length + warn.length > 0) {
    return { status: fail.length > 0 ? "fail" : "warn", evidence: atMost([...fail, ...warn]), notes: atMost(notes) };
  }
  if (causes.length > 0) return { status: "unknown", causes: distinct(causes), notes: atMost(notes) };
  return { status: "pass", evidence: [], notes: atMost(notes) };
}

/** Those above a threshold, as evidence of it, the fullest first. */
export function overThreshold<Item>(
  items: readonly Item[],
  ratioOf: (item: Item) => number,
  thresholds: Thresholds,
  evidenceOf: (item: Item, limit: number) => Evidence,
): { fail: Evidence[]; warn: Evidence[] } {
  const over = (severity: "warn" | "fail", limit: number) =>
    items
      .filter((item) => severityOf(ratioOf(item), thresholds) === severity)
      .map((item) => evidenceOf(item, limit))
      .sort(byObserved);
  return { fail: over("fail", thresholds.failRatio), warn: over("warn", thresholds.warnRatio) };
}

/** Strictly above, as the founding document's "exceeds" says. */
export function severityOf(ratio: number, thresholds: Thresholds): "warn" | "fail" | null {
  if (ratio > thresholds.failRatio) return "fail";
  return ratio > thresholds.warnRatio ? "warn" : null;
}

/** Largest measure first. */
export const byObserved = (a: Evidence, b: Evidence): number => b.observed - a.observed;

export function distinct(causes: readonly UnknownCause[]): UnknownCause[] {
  const key = (cause: UnknownCause) => (cause.kind === "gap" ? `${cause.part} ${cause.reason}` : cause.what);
  return [...new Map(causes.toReversed().map((cause) => [key(cause), cause])).values()].toReversed();
}

/** Cutting twice is like cutting once: what was counted before is counted in. */
function atMost(evidence: readonly Evidence[]): Evidence[] {
  const listed = evidence.filter(({ rule }) => rule !== "more");
  const counted = evidence.filter(({ rule }) => rule === "more").reduce((sum, { observed }) => sum + observed, 0);
  const left = counted + Math.max(0, listed.length - EVIDENCE_MAX);
  const more: Evidence = { subject: "", namespaceId: null, observed: left, limit: null, unit: "entries", rule: "more" };
  return [...listed.slice(0, EVIDENCE_MAX), ...(left > 0 ? [more] : [])];
}
