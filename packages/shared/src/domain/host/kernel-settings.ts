import type { PortInterval } from "../network/port-interval.ts";
import { formatPorts } from "../platforms/commands/format-ports.ts";
import type { OperatingSystem } from "./operating-system.ts";
import type { NetworkSettings } from "./settings.ts";
import type { NamespaceSnapshot } from "./snapshot.ts";

/** The kernel's own name of each setting; the compiler asks for a new one. */
const SYSCTL_OF: Readonly<Record<keyof NetworkSettings, string>> = {
  tcpTwReuse: "net.ipv4.tcp_tw_reuse",
  tcpTwReuseDelayMs: "net.ipv4.tcp_tw_reuse_delay",
  tcpTwRecycle: "net.ipv4.tcp_tw_recycle",
  tcpFinTimeoutSeconds: "net.ipv4.tcp_fin_timeout",
  tcpMaxTwBuckets: "net.ipv4.tcp_max_tw_buckets",
  tcpTimestamps: "net.ipv4.tcp_timestamps",
  ipAutobindReuse: "net.ipv4.ip_autobind_reuse",
  ipUnprivilegedPortStart: "net.ipv4.ip_unprivileged_port_start",
  tcpFastopen: "net.ipv4.tcp_fastopen",
  somaxconn: "net.core.somaxconn",
};
const FIELDS = Object.keys(SYSCTL_OF) as (keyof NetworkSettings)[];

/**
 * A namespace's settings under the kernel's names, with the values as `sysctl -n` would say them, a single blank between two:
 * `net.ipv4.ip_local_port_range` → `32768 60999`. What was not read is left out. Linux has all of them; FreeBSD and macOS
 * have `net.inet.ip.portrange.first` and `.last`, Windows `netsh dynamicport tcp`.
 */
export function kernelSettingsOf(
  os: OperatingSystem,
  { range, reserved, settings }: Pick<NamespaceSnapshot, "range" | "reserved" | "settings">,
): Map<string, string> {
  const found = new Map(range ? rangeSettings(os, range) : []);
  if (os !== "linux") return found;
  if (reserved) found.set("net.ipv4.ip_local_reserved_ports", formatPorts(reserved));
  for (const field of FIELDS) {
    const value = settings[field];
    if (value !== null && value !== undefined) found.set(SYSCTL_OF[field], String(Number(value)));
  }
  return found;
}

function rangeSettings(os: OperatingSystem, { low, high }: PortInterval): [string, string][] {
  if (os === "linux") return [["net.ipv4.ip_local_port_range", `${low} ${high}`]];
  if (os === "windows") return [["netsh dynamicport tcp", `start=${low} num=${high - low + 1}`]];
  return [
    ["net.inet.ip.portrange.first", String(low)],
    ["net.inet.ip.portrange.last", String(high)],
  ];
}
