import type { Policy } from "@berth/shared/domain/checklist/check.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import type { Judgement } from "../../db/stores/judgement.ts";
import type { Stores } from "../../db/stores/stores.ts";
import { HISTORY_MINUTES, judge, policyOf } from "./checklist.ts";

/** One snapshot a minute is enough for checks that look for what lasts. */
const HISTORY_STEP_SECONDS = 60;

export interface JudgedHost {
  hostId: number;
  policyVersion: number;
  policy: Omit<Policy, "version"> | null;
  judgement: Judgement | null;
}

/**
 * Judges the new snapshots of a host and keeps the result, unless a newer one has arrived meanwhile: then that one's own
 * judgement counts. Snapshots not newer than the last judged one change nothing.
 */
export async function judgeSnapshots(
  { judgements }: Pick<Stores, "judgements">,
  host: JudgedHost,
  snapshots: readonly Snapshot[],
  nowMs: () => number,
): Promise<boolean> {
  const judgedUntilMs = host.judgement?.settled.judgedAtMs ?? 0;
  const [first, ...rest] = snapshots.filter(({ capturedAtMs }) => capturedAtMs > judgedUntilMs).toSorted(byCapture);
  if (first === undefined) return false;
  const fromMs = first.capturedAtMs - HISTORY_MINUTES * 60_000;
  const earlier = await judgements.history(host.hostId, fromMs, first.capturedAtMs - 1, HISTORY_STEP_SECONDS);
  const judgement = judge([first, ...rest], earlier, host.judgement?.settled ?? null, policyOf(host.policyVersion, host.policy));
  return judgements.keep(host.hostId, (rest.at(-1) ?? first).capturedAtMs, nowMs(), judgement);
}

const byCapture = (a: Snapshot, b: Snapshot): number => a.capturedAtMs - b.capturedAtMs;
