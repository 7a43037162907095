import type { History } from "@berth/shared/domain/checklist/check.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";

const KEPT_MS = 36 * 60_000;
/** Of the last minute more are kept: a fast leak shows within seconds. */
const RECENT_MS = 60_000;
const STEP_MS = { recent: 2_000, older: 10_000 } as const;

/** The snapshots of the last half hour, thinned to one in ten seconds and in the last minute to one in two, and the newest. */
export class SnapshotHistory {
  #kept: Snapshot[] = [];
  #current: Snapshot | null = null;

  get current(): Snapshot | null {
    return this.#current;
  }

  /** Oldest first, the newest last. */
  get all(): readonly Snapshot[] {
    return this.#current === null ? this.#kept : [...this.#kept, this.#current];
  }

  push(snapshot: Snapshot): void {
    const last = this.#kept.at(-1);
    const previous = this.#current;
    if (previous !== null && (last === undefined || previous.capturedAtMs - last.capturedAtMs >= STEP_MS.recent)) this.#kept.push(previous);
    let keptMs = Number.NEGATIVE_INFINITY;
    this.#kept = this.#kept.filter(({ capturedAtMs }) => {
      const ageMs = snapshot.capturedAtMs - capturedAtMs;
      const isKept = ageMs <= KEPT_MS && (ageMs <= RECENT_MS || capturedAtMs - keptMs >= STEP_MS.older);
      if (isKept) keptMs = capturedAtMs;
      return isKept;
    });
    this.#current = snapshot;
  }

  /** What the checks look back on. */
  asHistory(): History {
    const current = this.#current;
    const oldest = this.#kept[0];
    return { minutes: current && oldest ? (current.capturedAtMs - oldest.capturedAtMs) / 60_000 : 0, snapshots: this.#kept };
  }
}
