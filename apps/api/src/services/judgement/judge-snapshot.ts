import { catalogueNumber } from "@berth/shared/domain/checklist/all-checks.ts";
import type { CheckStatus, Policy } from "@berth/shared/domain/checklist/check.ts";
import type { SettledChecks } from "@berth/shared/domain/checklist/hysteresis.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import type { Judgement } from "../../db/stores/judgement.ts";
import type { VerdictChange } from "../../db/stores/judgement-store.ts";
import type { Stores } from "../../db/stores/stores.ts";
import { HISTORY_MINUTES, judge, policyOf } from "./checklist.ts";
import { HISTORY_STEP_MS } from "./host-memory.ts";

export interface JudgedHost {
  hostId: number;
  policyVersion: number;
  policy: Omit<Policy, "version"> | null;
  judgement: Judgement | null;
  /** The snapshots of the half hour before, where they are at hand. */
  earlier: readonly Snapshot[] | null;
}

export interface Judged {
  judgement: Judgement;
  judgedMs: number;
  /** What it was held against. */
  earlier: readonly Snapshot[];
  /** False: a newer one has arrived meanwhile, and its own judgement counts. */
  isKept: boolean;
}

/** Judges the new snapshots of a host and keeps the result. Null: none of them is newer than the last judged one. */
export async function judgeSnapshots(
  { judgements }: Pick<Stores, "judgements">,
  host: JudgedHost,
  snapshots: readonly Snapshot[],
  nowMs: () => number,
): Promise<Judged | null> {
  const judgedUntilMs = host.judgement?.settled.judgedAtMs ?? 0;
  const [first, ...rest] = snapshots.filter(({ capturedAtMs }) => capturedAtMs > judgedUntilMs).toSorted(byCapture);
  if (first === undefined) return null;
  const fromMs = first.capturedAtMs - HISTORY_MINUTES * 60_000;
  const earlier = host.earlier ?? (await judgements.history(host.hostId, fromMs, first.capturedAtMs - 1, HISTORY_STEP_MS));
  const judgement = judge([first, ...rest], earlier, host.judgement?.settled ?? null, policyOf(host.policyVersion, host.policy));
  const judgedMs = (rest.at(-1) ?? first).capturedAtMs;
  const isKept = await judgements.keep(host.hostId, judgedMs, nowMs(), judgement, changeOf(host.judgement, judgement, judgedMs));
  return { judgement, judgedMs, earlier, isKept };
}

/** What the verdict became; null where the host is as bad as it was, for the same checks. */
function changeOf(before: Judgement | null, after: Judgement, sinceMs: number): VerdictChange | null {
  const standing = ({ verdict, settled }: Judgement) => ({
    status: verdict.status,
    warnChecks: numbersOf(settled, "warn"),
    failChecks: numbersOf(settled, "fail"),
  });
  const now = standing(after);
  if (before !== null && JSON.stringify(standing(before)) === JSON.stringify(now)) return null;
  return { sinceMs, warnChecks: now.warnChecks, failChecks: now.failChecks };
}

const numbersOf = ({ checks }: SettledChecks, status: CheckStatus): number[] =>
  checks.filter((check) => check.status === status).map(({ id }) => catalogueNumber(id));

const byCapture = (a: Snapshot, b: Snapshot): number => a.capturedAtMs - b.capturedAtMs;
