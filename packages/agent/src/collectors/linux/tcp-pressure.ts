import type { TcpPressure } from "@berth/shared/domain/host/pressure.ts";
import { errorCode, MalformedReading } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";
import { parseSetting } from "./network-settings.ts";
import { parseSockstat } from "./sockstat.ts";

const COUNT_MAX = 0x7fffffff;

/**
 * Orphans and TCP memory, which the kernel counts for all network namespaces together (net/ipv4/proc.c, sockstat_seq_show).
 * Their limits are files of the first namespace only: elsewhere they are null.
 */
export function readTcpPressure(files: HostFiles): TcpPressure {
  const totals = parseSockstat(files.readText("/proc/net/sockstat"));
  return {
    orphans: totals.get("TCP.orphan") ?? null,
    maxOrphans: whereThere(() => parseSetting(files.readText("/proc/sys/net/ipv4/tcp_max_orphans"), COUNT_MAX)),
    memoryPages: totals.get("TCP.mem") ?? null,
    memoryLimits: whereThere(() => parseMemoryLimits(files.readText("/proc/sys/net/ipv4/tcp_mem"))),
  };
}

function whereThere<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

/** net.ipv4.tcp_mem: low, pressure and high, in pages. */
function parseMemoryLimits(text: string): NonNullable<TcpPressure["memoryLimits"]> {
  const match = /^\s*(\d{1,15})\s+(\d{1,15})\s+(\d{1,15})\s*$/.exec(text);
  if (!match) throw new MalformedReading(`unreadable tcp_mem: ${text.slice(0, 60)}`);
  return { low: Number(match[1]), pressure: Number(match[2]), max: Number(match[3]) };
}
