import { type Check, type CheckOutcome, DEFAULT_POLICY, type Facts } from "../domain/checklist/check.ts";
import { runChecklist } from "../domain/checklist/run-checklist.ts";
import type { Snapshot } from "../domain/host/snapshot.ts";
import { BUILT_AT_MS, buildSnapshot } from "./build-snapshot.ts";

/** The facts of one snapshot, with earlier ones (oldest first) where the test is about time. */
export function factsOf(current: Snapshot, snapshots: readonly Snapshot[] = []): Facts {
  const oldestMs = snapshots[0]?.capturedAtMs ?? current.capturedAtMs;
  return { current, history: { minutes: (current.capturedAtMs - oldestMs) / 60_000, snapshots }, policy: DEFAULT_POLICY };
}

/** What one check says, asked through the engine as in production. */
export function judge(check: Check, current: Partial<Snapshot>, earlier: readonly Snapshot[] = []): CheckOutcome {
  const [result] = runChecklist(factsOf(buildSnapshot(current), earlier), [check]);
  return result!.outcome;
}

/** One snapshot a minute, from `minutes` ago to a minute ago, each built by how many minutes ago it was taken. */
export const minutely = (minutes: number, said: (minutesAgo: number) => Partial<Snapshot>): Snapshot[] =>
  Array.from({ length: minutes }, (_, index) => minutes - index).map((minutesAgo) =>
    buildSnapshot({ capturedAtMs: BUILT_AT_MS - minutesAgo * 60_000, ...said(minutesAgo) }),
  );

/** The rules that spoke: findings, then notes. */
export const rulesOf = (outcome: CheckOutcome): { evidence: string[]; notes: string[] } => ({
  evidence: "evidence" in outcome ? outcome.evidence.map(({ rule }) => rule) : [],
  notes: "notes" in outcome ? outcome.notes.map(({ rule }) => rule) : [],
});
