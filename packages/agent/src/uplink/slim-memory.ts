import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { cutSnapshot, type SlimSnapshot } from "./slim-snapshot.ts";

/** What one request carries at most: nothing of it is cut again for a retry. */
const KEPT_SNAPSHOTS = 60;
const KEPT_LENGTH = 1_048_576;

/** Cuts every snapshot once: when it is taken, or when it is first read from a spool that an earlier process left. */
export class SlimMemory {
  readonly #kept = new Map<number, { slim: SlimSnapshot; length: number }>();
  #length = 0;
  #last: SlimSnapshot | null = null;

  /** `sequence` is the snapshot's place in the spool. */
  keep(sequence: number, snapshot: Snapshot): SlimSnapshot {
    const slim = cutSnapshot(snapshot, this.#last);
    const length = slim.line.length + (slim.setupHash === this.#last?.setupHash ? 0 : slim.setup.length);
    this.#last = slim;
    this.#kept.set(sequence, { slim, length });
    this.#length += length;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT_SNAPSHOTS && this.#length <= KEPT_LENGTH) break;
      this.#delete(oldest);
    }
    return slim;
  }

  /** The snapshot in that place; `unpack` gives its text, and what throws there or is no snapshot throws here. */
  read = (sequence: number, unpack: () => string): SlimSnapshot =>
    this.#kept.get(sequence)?.slim ?? this.keep(sequence, spooledSnapshot(unpack()));

  /** Those up to that place are needed no more. */
  forget(last: number): void {
    for (const sequence of this.#kept.keys()) if (sequence <= last) this.#delete(sequence);
  }

  #delete(sequence: number): void {
    this.#length -= this.#kept.get(sequence)?.length ?? 0;
    this.#kept.delete(sequence);
  }
}

/** The spool holds what an agent wrote there, under a checksum; cutting anything else throws, or the server refuses it. */
const spooledSnapshot = (text: string): Snapshot => JSON.parse(text) as Snapshot;
