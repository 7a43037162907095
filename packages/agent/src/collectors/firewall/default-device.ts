import type { HostFiles } from "../host-files.ts";

const NOWHERE = "lo";

/** The device of the default route in the network namespace that this thread is in; null where there is none. */
export function readDefaultDevice(files: HostFiles): string | null {
  return fromRoute(readLines(files, "/proc/thread-self/net/route")) ?? fromIpv6Route(readLines(files, "/proc/thread-self/net/ipv6_route"));
}

/** Interface, destination, gateway, flags, reference count, use, metric, mask. */
function fromRoute(lines: readonly string[]): string | null {
  const defaults = lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([device, destination, , , , , , mask]) => device !== NOWHERE && destination === "00000000" && mask === "00000000");
  return defaults.sort((a, b) => Number(a[6]) - Number(b[6]))[0]?.[0] ?? null;
}

/** Destination, its length, source, its length, next hop, metric (hex), reference count, use, flags, device. */
function fromIpv6Route(lines: readonly string[]): string | null {
  const defaults = lines
    .map((line) => line.trim().split(/\s+/))
    .filter((words) => words[0] === "0".repeat(32) && words[1] === "00" && words[9] !== undefined && words[9] !== NOWHERE);
  return defaults.sort((a, b) => Number.parseInt(a[5]!, 16) - Number.parseInt(b[5]!, 16))[0]?.[9] ?? null;
}

function readLines(files: HostFiles, path: string): string[] {
  try {
    return files.readText(path).split("\n");
  } catch {
    return [];
  }
}
