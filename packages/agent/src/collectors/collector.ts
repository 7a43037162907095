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
  close(): void;
}
