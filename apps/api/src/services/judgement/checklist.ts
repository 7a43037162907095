import { HISTORY_MINUTES } from "@berth/shared/domain/checklist/all-checks.ts";
import type { Policy } from "@berth/shared/domain/checklist/check.ts";
import { DEFAULT_POLICY } from "@berth/shared/domain/checklist/check.ts";
import { type SettledChecks, settle } from "@berth/shared/domain/checklist/hysteresis.ts";
import { runChecklist } from "@berth/shared/domain/checklist/run-checklist.ts";
import { verdictOf } from "@berth/shared/domain/checklist/verdict-of.ts";
import type { Diagnosis } from "@berth/shared/domain/diagnosis/cause.ts";
import { diagnose } from "@berth/shared/domain/diagnosis/diagnose.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import type { Judgement } from "../../db/stores/judgement.ts";

export { HISTORY_MINUTES };

/** An organization's own thresholds, or the default ones. */
export const policyOf = (version: number, stored: Omit<Policy, "version"> | null): Policy => ({ ...(stored ?? DEFAULT_POLICY), version });

/** Judges `snapshots`, oldest first, one after another, since a state changes on consecutive ones. */
export function judge(
  snapshots: readonly [Snapshot, ...Snapshot[]],
  earlier: readonly Snapshot[],
  previous: SettledChecks | null,
  policy: Policy,
): Judgement {
  let settled = previous;
  const seen = [...earlier];
  let last = snapshots[0];
  let diagnosis: Diagnosis | undefined;
  for (const current of snapshots) {
    const facts = { current, history: { minutes: HISTORY_MINUTES, snapshots: [...seen] }, policy };
    const results = runChecklist(facts);
    settled = settle(settled, results, current.capturedAtMs);
    seen.push(current);
    last = current;
    if (current === snapshots.at(-1)) diagnosis = diagnose(facts, results);
  }
  const final = settled ?? settle(null, [], last.capturedAtMs);
  return { verdict: verdictOf(final, last), settled: final, diagnosis };
}
