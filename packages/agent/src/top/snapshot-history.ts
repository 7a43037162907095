import type { History } from "@berth/shared/domain/checklist/check.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";

const KEPT_MS = 36 * 60_000;
/** Closer together they say nothing of a trend. */
const STEP_MS = 10_000;

/** The snapshots of the last half hour, thinned to one in ten seconds, and the newest. */
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
    if (previous !== null && (last === undefined || previous.capturedAtMs - last.capturedAtMs >= STEP_MS)) this.#kept.push(previous);
    this.#kept = this.#kept.filter(({ capturedAtMs }) => snapshot.capturedAtMs - capturedAtMs <= KEPT_MS);
    this.#current = snapshot;
  }

  /** What the checks look back on. */
  asHistory(): History {
    const current = this.#current;
    const oldest = this.#kept[0];
    return { minutes: current && oldest ? (current.capturedAtMs - oldest.capturedAtMs) / 60_000 : 0, snapshots: this.#kept };
  }
}
