import type { DryRun } from "./dry-run.ts";
import type { FailureTrace } from "./failures/failure-trace.ts";
import type { HostFiles } from "./host-files.ts";
import type { NetlinkSocket } from "./netlink-socket.ts";
import type { HearCommand, RunCommand } from "./run-command.ts";

/** All that a collector needs of the machine. */
export interface CollectorPorts {
  files: HostFiles;
  /** Opens a NETLINK_SOCK_DIAG socket in the network namespace that this thread is in; null where nothing native is at hand. */
  openSockDiag: (() => NetlinkSocket) | null;
  /** A NETLINK_SOCK_DIAG socket of the agent's own network namespace that was handed in. */
  inheritedSockDiag: NetlinkSocket | null;
  /** Runs `work` on this thread inside another network namespace and comes back, whatever happens; null where it cannot. */
  enterNamespace: (<T>(path: string, work: () => T) => T) | null;
  runCommand: RunCommand;
  /** Counts the changes of the nf_tables rules of the network namespace that this thread is in; null where that is not known. */
  readRulesetGeneration(): number | null;
  /** Announcements of failed calls; throws where this user or this kernel has none. Missing: nobody asks. */
  openFailureTrace?(): FailureTrace;
  /** Runs a program like `runCommand`, without waiting for it; what it said within the limits of time and size counts. */
  hearCommand?: HearCommand;
  /** The last `maxBytes` of a file; throws with the kernel's word as `code`. */
  readTail?(file: string, maxBytes: number): { bytes: Uint8Array; isCut: boolean };
  /** Opens a dry run in the network namespace that this thread is in (throws a DryRunRefused); null where nothing native is at hand. */
  openDryRun: (() => DryRun) | null;
  /**
   * Whether this kernel opens a port to everyone again when its last binder leaves, found out in a network namespace
   * made for it; null where none may be made, or nothing native is at hand.
   */
  findBucketReset: () => boolean | null;
  hostname(): string;
  /** Epoch milliseconds. */
  nowMs(): number;
  /** Milliseconds that only go forward. */
  monotonicMs(): number;
  /** CPU time of this process, all threads, in milliseconds. */
  cpuMs(): number;
  rssBytes(): number;
  close(): void;
}
