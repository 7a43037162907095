import type { Gap, GapPart } from "@berth/shared/domain/host/gap.ts";
import type { NetworkSettings } from "@berth/shared/domain/host/settings.ts";
import type { HostIdentity } from "@berth/shared/domain/host/snapshot.ts";
import type { WindowsNetwork } from "@berth/shared/domain/host/windows.ts";
import { PORT_MAX, type PortInterval } from "@berth/shared/domain/network/port-interval.ts";
import { defaultRangeOf } from "@berth/shared/domain/platforms/default-range.ts";
import { gap, gapFromError, MalformedReading } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";
import { readNetworkSettings, UNKNOWN_SETTINGS } from "../linux/network-settings.ts";
import { PORT_RANGE_FILE, parsePortList, parsePortRange, RESERVED_PORTS_FILE } from "../linux/port-range.ts";
import { NotCollected } from "./bundle-host-files.ts";

const ASSUMED_NONE = "none are assumed for the figures, and nothing passes on that";

/** The id of the one namespace that a bundle shows. */
export const NAMESPACE_ID = "0";

export interface ReplayNetwork {
  range: PortInterval | null;
  /** The system's default stands in for a range that nobody collected: good for a picture, for no judgement. */
  isAssumed: boolean;
  reserved: PortInterval[];
  settings: NetworkSettings;
  gaps: Gap[];
}

export interface NetworkSources {
  host: Pick<HostIdentity, "os" | "osVersion" | "kernel">;
  hostFiles: HostFiles;
  sysctls: ReadonlyMap<string, string>;
  windows: WindowsNetwork | undefined;
  /** Why a file of Windows' ranges could not be read, by its part. */
  unreadRange: Gap | null;
  unreadExcluded: Gap | null;
}

/** Range, reserved ports and settings of the host that a bundle was collected on. */
export function networkOfBundle(sources: NetworkSources): ReplayNetwork {
  const gaps: Gap[] = [];
  const range = readRange(sources, gaps);
  const reserved = readReserved(sources, gaps);
  const settings = sources.host.os === "linux" ? linuxSettings(sources.hostFiles, gaps) : UNKNOWN_SETTINGS;
  if (range) return { range, isAssumed: false, reserved, settings, gaps };
  return { range: defaultRangeOf(sources.host), isAssumed: true, reserved, settings, gaps };
}

const RANGE_FILE = {
  linux: "proc_sys_net_ipv4_ip_local_port_range.txt",
  windows: "netsh_int_ipv4_show_dynamicport_tcp.txt",
  darwin: "sysctl_-a.txt",
  freebsd: "sysctl_-a.txt",
} as const;

function readRange(sources: NetworkSources, gaps: Gap[]): PortInterval | null {
  const { host, hostFiles, sysctls, windows, unreadRange } = sources;
  const { low, high } = defaultRangeOf(host);
  const assumed = `${low}–${high}, the default of this system, is assumed for the figures and judged by nothing`;
  const missing = () => missingFile("range", RANGE_FILE[host.os], assumed);
  try {
    if (host.os === "linux") return parsePortRange(hostFiles.readText(PORT_RANGE_FILE));
    if (host.os === "windows") {
      if (windows?.dynamic.tcp4) return windows.dynamic.tcp4;
      gaps.push(unreadRange ? { ...unreadRange, hint: `${unreadRange.hint}; ${assumed}`.slice(0, 200) } : missing());
      return null;
    }
    const found = bsdRange(sysctls);
    if (!found) gaps.push(missing());
    return found;
  } catch (error) {
    gaps.push(error instanceof NotCollected ? missing() : gapFromError("range", NAMESPACE_ID, error, assumed));
    return null;
  }
}

/** net.inet.ip.portrange.first and last; with first above last the system counts down. */
function bsdRange(sysctls: ReadonlyMap<string, string>): PortInterval | null {
  const [first, last] = ["first", "last"].map((end) => sysctls.get(`net.inet.ip.portrange.${end}`));
  if (first === undefined || last === undefined) return null;
  const ends = [first, last].map((text) => (/^\d{1,5}$/.test(text) ? Number(text) : Number.NaN));
  if (!ends.every((end) => end <= PORT_MAX))
    throw new MalformedReading(`unreadable port range: ${first.slice(0, 20)} to ${last.slice(0, 20)}`);
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

const missingFile = (part: GapPart, file: string, meaning: string): Gap => ({
  ...gap(part, "unsupported", NAMESPACE_ID, `${file} is not in the bundle: ${meaning}`),
  at: { file, line: null },
});

/**
 * macOS and FreeBSD have no such list. Where nobody collected it, none are assumed: capacity is then too large, so that a
 * finding stands, and the gap keeps every pass away.
 */
function readReserved({ host, hostFiles, windows, unreadExcluded }: NetworkSources, gaps: Gap[]): PortInterval[] {
  const missing = (file: string) => void gaps.push(missingFile("reservedPorts", file, ASSUMED_NONE));
  if (host.os === "darwin" || host.os === "freebsd") return [];
  if (host.os === "windows") {
    if (windows?.excluded.tcp) return windows.excluded.tcp.map(({ low, high }) => ({ low, high }));
    if (unreadExcluded) gaps.push(unreadExcluded);
    else missing("netsh_int_ipv4_show_excludedportrange_tcp.txt");
    return [];
  }
  try {
    return parsePortList(hostFiles.readText(RESERVED_PORTS_FILE));
  } catch (error) {
    if (error instanceof NotCollected) missing("proc_sys_net_ipv4_ip_local_reserved_ports.txt");
    else gaps.push(gapFromError("reservedPorts", NAMESPACE_ID, error, ASSUMED_NONE));
    return [];
  }
}

function linuxSettings(files: HostFiles, gaps: Gap[]): NetworkSettings {
  const { settings, gaps: unread } = readNetworkSettings(files, NAMESPACE_ID);
  gaps.push(...unread);
  return settings;
}
