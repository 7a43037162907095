import type { OperatingSystem } from "../host/operating-system.ts";
import { intervalSize, type PortInterval } from "../network/port-interval.ts";
import { formatPorts } from "../platforms/commands/format-ports.ts";
import type { Change } from "../ports/simulate-change.ts";

/** What `berth-agent what-if` is to be told to work these changes out; empty where it cannot be told. */
export const whatIfFlags = (changes: readonly Change[], os: OperatingSystem): string =>
  changes.flatMap((change) => flagOf(change, os) ?? []).join(" ");

function flagOf(change: Change, os: OperatingSystem): string | null {
  switch (change.kind) {
    case "set-range":
      return rangeFlag(change.range, os);
    case "reserve":
      return `--reserve ${formatPorts(change.ports)}`;
    case "set-reserved":
      return `--set net.ipv4.ip_local_reserved_ports=${formatPorts(change.ports)}`;
    case "tw-reuse":
      return `--set net.ipv4.tcp_tw_reuse=${change.mode}`;
    case "reuse-delay":
      return `--set net.ipv4.tcp_tw_reuse_delay=${change.delayMs}`;
    case "timestamps":
      return `--set net.ipv4.tcp_timestamps=${change.mode}`;
    case "max-tw-buckets":
      return `--set net.ipv4.tcp_max_tw_buckets=${change.buckets}`;
    case "pool":
      return `--pool ${change.requestsPerConnection}`;
    case "sources":
      return `--sources ${change.count}`;
    case "destinations":
      return `--destinations ${change.count}`;
    case "no-port":
      return "--no-port";
    case "close-leak":
      return null;
  }
}

function rangeFlag({ low, high }: PortInterval, os: OperatingSystem): string {
  if (os === "linux") return `--set net.ipv4.ip_local_port_range="${low} ${high}"`;
  if (os === "windows") return `--set dynamicport="start=${low} num=${intervalSize({ low, high })}"`;
  return `--set net.inet.ip.portrange.first=${low}`;
}
