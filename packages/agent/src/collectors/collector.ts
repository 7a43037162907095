import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { Listener, Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import type { SocketTable } from "@berth/shared/domain/ports/socket-table.ts";
import type { NamespaceReading } from "./namespace-reading.ts";

/** What waits on this host and what was given up: the uplink's part of a snapshot. */
export interface QueueUse {
  spooled: number;
  dropped: number;
}

/** One namespace with nothing left out. */
export interface OwnSockets {
  /** Of the range, as any other reading. */
  reading: NamespaceReading;
  /** Every TCP socket; null where they could not be read completely. */
  everyPort: SocketTable | null;
  /** Null where a listing shows no listeners. */
  listeners: Listener[] | null;
}

/** The agent's eyes, resident: memory, deltas and the sequence live from one snapshot to the next. Nothing in it throws for what the host refuses; that is a gap. */
export interface Collector {
  /** One look at every network namespace within reach, reduced and within the wire's caps. */
  snapshot(queue?: QueueUse): Snapshot;
  /** The namespace that the agent was started in, unreduced; valid until the next call of either method. */
  readOwnNamespace(): NamespaceReading;
  /** The same with every socket and listener, whatever its port; missing where only a host's own sockets would do. */
  readOwnSockets?(): OwnSockets;
  /** Reads the host's own log, and files named by a person, for what the next snapshots say of failures that happened. Answers what of these files is lost. */
  readLogs(files: readonly string[]): Promise<readonly Gap[]>;
  /** Calls back when a resident collector sees a failed port allocation of a new kind: worth a snapshot at once. */
  onFailure(listener: () => void): void;
  close(): void;
}
