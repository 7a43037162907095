import { DEFAULT_POLICY } from "@berth/shared/domain/checklist/check.ts";
import { type SettledChecks, settle } from "@berth/shared/domain/checklist/hysteresis.ts";
import { runChecklist } from "@berth/shared/domain/checklist/run-checklist.ts";
import type { Verdict } from "@berth/shared/domain/checklist/verdict.ts";
import { verdictOf } from "@berth/shared/domain/checklist/verdict-of.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { MinuteHistory } from "./minute-history.ts";

/** How a host stands, and which check says so. */
export type LocalVerdict = Pick<Verdict, "status" | "checkId">;

/**
 * Judges every sample as the server will, by the default policy: its own may differ, and so may its history. It decides
 * only how soon a sample is sent, never what is in it.
 */
export class VerdictWatch {
  #history = new MinuteHistory();
  #settled: SettledChecks | null = null;

  /** `bytes` is about the size of the snapshot's JSON. */
  look(snapshot: Snapshot, bytes: number): LocalVerdict {
    // A clock that was set back must not stop the judging until it has caught up.
    if (this.#settled && snapshot.capturedAtMs <= this.#settled.judgedAtMs) this.#restart();
    const { snapshots } = this.#history;
    const startMs = snapshots[0]?.capturedAtMs ?? snapshot.capturedAtMs;
    const history = { minutes: (snapshot.capturedAtMs - startMs) / 60_000, snapshots };
    const checks = runChecklist({ current: snapshot, history, policy: DEFAULT_POLICY });
    this.#settled = settle(this.#settled, checks, snapshot.capturedAtMs);
    this.#history.push(snapshot, bytes);
    const { status, checkId } = verdictOf(this.#settled, snapshot);
    return { status, checkId };
  }

  #restart(): void {
    this.#history = new MinuteHistory();
    this.#settled = null;
  }
}
