import type { Destination } from "./snapshot.ts";

/** A failed port allocation that was seen to happen; `count` of them that differ in nothing but their time. */
export interface PortFailure {
  /** The last time. */
  atMs: number;
  /** The first time; the same as the last where it is missing. */
  firstMs?: number | undefined;
  errno: number;
  operation: "connect" | "bind";
  protocol: "tcp" | "udp";
  source: string | null;
  destination: Destination | null;
  process: string | null;
  count: number;
  pid?: number | undefined;
  /** systemd unit or container of the process. */
  unit?: string | undefined;
  /** The network namespace that the process was in. */
  namespaceId?: string | undefined;
}
