import type { HostFiles } from "./host-files.ts";
import type { NetlinkSocket } from "./netlink-socket.ts";
import type { RunCommand } from "./run-command.ts";

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
