import type { Snapshot } from "../host/snapshot.ts";
import { catalogueNumber } from "./all-checks.ts";
import type { CheckOutcome } from "./check.ts";
import { DECIDING_CHECKS } from "./host-status.ts";
import type { SettledCheck, SettledChecks } from "./hysteresis.ts";
import { tightestEvidence } from "./tuple-evidence.ts";
import type { Verdict } from "./verdict.ts";

/** Before the first judgement nothing is known, and nothing says why. */
export const NO_VERDICT: Verdict = { status: "unknown", sinceMs: null, checkId: null, evidence: null, cause: null };

/** A host's verdict: its worst settled check speaks, of equals the one that bears most on ports; on a pass, the tightest tuple. */
export function verdictOf(settled: SettledChecks, snapshot: Snapshot): Verdict {
  const { status, sinceMs, checks } = settled;
  if (status === "pass") return { status, sinceMs, checkId: null, evidence: tightestEvidence(snapshot), cause: null };
  const byValue = checks.toSorted((a, b) => catalogueNumber(a.id) - catalogueNumber(b.id));
  const deciding = byValue.find((check) => check.status === status && (status !== "unknown" || DECIDING_CHECKS.includes(check.id)));
  if (!deciding) return { ...NO_VERDICT, status, sinceMs };
  return { status, sinceMs, checkId: deciding.id, evidence: firstEvidence(deciding), cause: firstCause(deciding.outcome) };
}

const firstEvidence = ({ outcome, lastKnown }: SettledCheck) =>
  (outcome.status === "warn" || outcome.status === "fail" ? outcome.evidence[0] : lastKnown?.evidence[0]) ?? null;

const firstCause = (outcome: CheckOutcome) => (outcome.status === "unknown" ? (outcome.causes[0] ?? null) : null);
