import type { CheckOutcome, CheckStatus, Evidence, UnknownCause } from "./check.ts";
import type { NotApplicableReason } from "./rule.ts";

/** An outcome with every list present, empty where it does not belong to the status. */
export interface FlatOutcome {
  status: CheckStatus;
  evidence: Evidence[];
  notes: Evidence[];
  causes: UnknownCause[];
  why: NotApplicableReason | null;
}

export const flattenOutcome = (outcome: CheckOutcome): FlatOutcome => ({ evidence: [], notes: [], causes: [], why: null, ...outcome });
