import type { CheckId, Evidence, UnknownCause } from "./check.ts";

/** A host's verdict: its worst settled check, and the one measured thing that says it best. Worded in the text tables. */
export interface Verdict {
  status: "pass" | "warn" | "fail" | "unknown";
  /** Since when it has been so; null before the first judgement. */
  sinceMs: number | null;
  /** The check that decides; null on a pass or before the first judgement. */
  checkId: CheckId | null;
  /** First evidence of the deciding check; on a pass, the tightest tuple; on unknown, what was last known to be wrong. */
  evidence: Evidence | null;
  /** Why it is unknown; null otherwise. */
  cause: UnknownCause | null;
}
