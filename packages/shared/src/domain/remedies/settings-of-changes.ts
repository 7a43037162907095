import type { OperatingSystem } from "../host/operating-system.ts";
import type { Snapshot } from "../host/snapshot.ts";
import type { PortInterval } from "../network/port-interval.ts";
import { formatPorts } from "../platforms/commands/format-ports.ts";
import { type Change, type PortConfiguration, planOf } from "../ports/simulate-change.ts";
import type { SettingChange } from "./remedy.ts";

/** What of the present configuration was read, and does not stand in for it. */
export interface KnownConfiguration {
  range: boolean;
  reserved: boolean;
}

export const knownConfiguration = ({ gaps }: Snapshot, namespaceId: string): KnownConfiguration => {
  const isUnread = (part: "range" | "reservedPorts") =>
    gaps.some((gap) => gap.part === part && (gap.namespaceId === null || gap.namespaceId === namespaceId));
  return { range: !isUnread("range"), reserved: !isUnread("reservedPorts") };
};

/**
 * The settings that make changes of a configuration true on a system, with the present values for the way back. The reserved
 * list comes before the range: between the two writes no port of a service is open to clients. What only a program can do is
 * left to its own remedy.
 */
export function settingsOfChanges(
  os: OperatingSystem,
  present: PortConfiguration,
  changes: readonly Change[],
  known: KnownConfiguration,
): SettingChange[] {
  const after = planOf(present, changes);
  const is = (...kinds: Change["kind"][]) => changes.some(({ kind }) => kinds.includes(kind));
  const sysctl = (key: string, value: number | string | null, was: number | string | null): SettingChange[] =>
    value === null ? [] : [{ kind: "sysctl", key, value: String(value), present: was === null ? null : String(was) }];
  if (os !== "linux") return is("set-range") ? rangeSettings(os, present.range, after.range, known.range) : [];
  const { settings } = present;
  return [
    ...(is("reserve", "set-reserved")
      ? sysctl("net.ipv4.ip_local_reserved_ports", formatPorts(after.reserved), known.reserved ? formatPorts(present.reserved) : null).map(
          (setting) => (known.reserved || is("set-reserved") ? setting : { ...setting, extends: true as const }),
        )
      : []),
    ...(is("set-range") ? sysctl("net.ipv4.ip_local_port_range", pair(after.range), known.range ? pair(present.range) : null) : []),
    ...(is("tw-reuse") ? sysctl("net.ipv4.tcp_tw_reuse", after.settings.tcpTwReuse, settings.tcpTwReuse) : []),
    ...(is("reuse-delay") ? sysctl("net.ipv4.tcp_tw_reuse_delay", after.settings.tcpTwReuseDelayMs, settings.tcpTwReuseDelayMs) : []),
    ...(is("timestamps") ? sysctl("net.ipv4.tcp_timestamps", after.settings.tcpTimestamps, settings.tcpTimestamps) : []),
    ...(is("max-tw-buckets") ? sysctl("net.ipv4.tcp_max_tw_buckets", after.settings.tcpMaxTwBuckets, settings.tcpMaxTwBuckets) : []),
  ];
}

const pair = ({ low, high }: PortInterval): string => `${low} ${high}`;

function rangeSettings(os: OperatingSystem, present: PortInterval, range: PortInterval, isKnown: boolean): SettingChange[] {
  if (os === "windows")
    return (["tcp", "udp"] as const).map((protocol) => ({ kind: "dynamic-ports", protocol, range, present: isKnown ? present : null }));
  const end = (name: "first" | "last", value: number, was: number): SettingChange[] =>
    value === was
      ? []
      : [{ kind: "sysctl", key: `net.inet.ip.portrange.${name}`, value: String(value), present: isKnown ? String(was) : null }];
  return [...end("first", range.low, present.low), ...end("last", range.high, present.high)];
}
