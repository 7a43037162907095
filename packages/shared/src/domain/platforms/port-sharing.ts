import type { Snapshot } from "../host/snapshot.ts";
import { isBefore } from "./default-range.ts";

/**
 * Whether connect() gives one local port to connections towards different destinations. `sometimes`: sockets that qualify
 * do, and a snapshot does not tell which; or the system's version is not known. It decides which gauge limits: the worst destination, or the ports of the host.
 */
export type PortSharing = "always" | "sometimes" | "never";

/**
 * Linux shares (`__inet_hash_connect`), FreeBSD since 13.0 (`in_pcb_lport_dest`). macOS takes a port that nobody uses for
 * an implicit bind (xnu, bsd/netinet/in_pcb.c), Windows too (dotnet/runtime#47531), unless an auto-reuse range is
 * configured and the socket asks for it (SO_REUSE_UNICASTPORT).
 */
export function portSharingOf({ host, windows }: Pick<Snapshot, "host" | "windows">): PortSharing {
  if (host.os === "linux") return "always";
  // Of an unknown version both may be true.
  if (host.os === "freebsd") return !/\d+\.\d/.test(host.osVersion) ? "sometimes" : isBefore(host.osVersion, 13, 0) ? "never" : "always";
  if (host.os === "windows" && windows !== undefined && typeof windows.autoReuse === "object" && windows.autoReuse !== null)
    return "sometimes";
  return "never";
}
