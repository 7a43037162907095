import { ALL_CHECKS } from "@berth/shared/domain/checklist/all-checks.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";

const MINUTE_MS = 60_000;
/** What the checks look back on, and one older than that. */
const KEPT_MS = (Math.max(...ALL_CHECKS.map(({ needs }) => needs.minutes)) + 1) * MINUTE_MS;
/** Of their JSON together: a host with 200 busy namespaces is remembered for eight minutes. */
const KEPT_BYTES = 2_097_152;

/** Earlier snapshots, one a minute as the checks ask for, within bounds of time and size. */
export class MinuteHistory {
  #kept: { snapshot: Snapshot; bytes: number }[] = [];

  /** Oldest first. */
  get snapshots(): Snapshot[] {
    return this.#kept.map(({ snapshot }) => snapshot);
  }

  /** `bytes` is about the size of its JSON. */
  push(snapshot: Snapshot, bytes: number): void {
    const minuteOf = (each: Snapshot) => Math.floor(each.capturedAtMs / MINUTE_MS);
    const last = this.#kept.at(-1);
    if (last && minuteOf(last.snapshot) === minuteOf(snapshot)) return;
    this.#kept.push({ snapshot, bytes });
    let total = this.#kept.reduce((sum, each) => sum + each.bytes, 0);
    while (total > KEPT_BYTES || snapshot.capturedAtMs - this.#kept[0]!.snapshot.capturedAtMs > KEPT_MS) total -= this.#kept.shift()!.bytes;
  }
}
