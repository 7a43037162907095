import type { SettledChecks } from "@berth/shared/domain/checklist/hysteresis.ts";
import type { Verdict } from "@berth/shared/domain/checklist/verdict.ts";
import type { Diagnosis } from "@berth/shared/domain/diagnosis/cause.ts";

/** What was made of a host's newest judged snapshot: kept, written and read as one. */
export interface Judgement {
  verdict: Verdict;
  settled: SettledChecks;
  /** Why; missing in a judgement of an older version. */
  diagnosis?: Diagnosis | undefined;
}

/** How the fleet is sorted: worst first. 0 is a host that was never judged. */
export const SEVERITY = { fail: 4, warn: 3, unknown: 2, pass: 1 } as const satisfies Record<Verdict["status"], number>;
