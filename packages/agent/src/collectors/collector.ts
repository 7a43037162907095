import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import type { NamespaceReading } from "./namespace-reading.ts";

/** What waits on this host and what was given up: the uplink's part of a snapshot. */
export interface QueueUse {
  spooled: number;
  dropped: number;
}

/** The agent's eyes, resident: memory, deltas and the sequence live from one snapshot to the next. Nothing in it throws for what the host refuses; that is a gap. */
export interface Collector {
  /** One look at every network namespace within reach, reduced and within the wire's caps. */
  snapshot(queue?: QueueUse): Snapshot;
  /** The namespace that the agent was started in, unreduced; valid until the next call of either method. */
  readOwnNamespace(): NamespaceReading;
  /** Reads the host's own log, and files named by a person, for what the next snapshots say of failures that happened. */
  readLogs(files: readonly string[]): Promise<void>;
  /** Calls back when a resident collector sees a failed port allocation of a new kind: worth a snapshot at once. */
  onFailure(listener: () => void): void;
  close(): void;
}
