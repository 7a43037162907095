import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import type { AgentSettings } from "./server-answer.ts";
import type { LocalVerdict } from "./verdict-watch.ts";

/** One sample, as it was spooled, and what bears on when it is sent. */
export interface Look {
  snapshot: Snapshot;
  setupHash: string;
  settings: AgentSettings;
  /** By how much its stamp was corrected. */
  correctedByMs: number;
  /** Null where it could not be judged. */
  verdict: LocalVerdict | null;
}

type Remembered = Pick<Look, "setupHash" | "settings" | "correctedByMs" | "verdict"> & { failures: Set<string> };

/** Tells of every sample whether it says something that must not wait for its frame. */
export class Urgency {
  #before: Remembered | null = null;

  /** To be asked about each sample, in their order. */
  isUrgent({ snapshot, setupHash, settings, correctedByMs, verdict }: Look): boolean {
    const before = this.#before;
    const now = { setupHash, settings, correctedByMs, verdict, failures: new Set(snapshot.failures.map((each) => JSON.stringify(each))) };
    this.#before = now;
    return (
      before === null || isSetAnew(before, now) || isJudgedAnew(before, now) || verdict?.status === "fail" || hasNewFailure(before, now)
    );
  }
}

/** Where its stamp is corrected anew, the server has refused the ones before. */
const isSetAnew = (before: Remembered, now: Remembered): boolean =>
  before.setupHash !== now.setupHash || before.settings !== now.settings || before.correctedByMs !== now.correctedByMs;

/** A sample that could not be judged may be anything. */
const isJudgedAnew = (before: Remembered, { verdict }: Remembered): boolean =>
  verdict === null || verdict.status !== before.verdict?.status || verdict.checkId !== before.verdict.checkId;

/** One that is known happened again, or a kind that is new. */
const hasNewFailure = (before: Remembered, { failures }: Remembered): boolean => [...failures].some((each) => !before.failures.has(each));
