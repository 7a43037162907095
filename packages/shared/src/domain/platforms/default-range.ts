import type { HostIdentity } from "../host/snapshot.ts";
import type { PortInterval } from "../network/port-interval.ts";

/** Linux since 4.2 (commit 07f4c90062f8), and before. */
const LINUX: PortInterval = { low: 32_768, high: 60_999 };
const LINUX_BEFORE_4_2: PortInterval = { low: 32_768, high: 61_000 };
/** Windows since Vista and Server 2008, and before (support article 929851). */
const WINDOWS: PortInterval = { low: 49_152, high: 65_535 };
const WINDOWS_BEFORE_VISTA: PortInterval = { low: 1_025, high: 5_000 };
/** xnu, bsd/netinet/in.h: IPPORT_HIFIRSTAUTO to IPPORT_HILASTAUTO. */
const DARWIN: PortInterval = { low: 49_152, high: 65_535 };
/** FreeBSD, sys/netinet/in.h: IPPORT_EPHEMERALFIRST to IPPORT_EPHEMERALLAST; 49152 up to 7.x. */
const FREEBSD: PortInterval = { low: 10_000, high: 65_535 };
const FREEBSD_BEFORE_8: PortInterval = { low: 49_152, high: 65_535 };

/** The ephemeral range that a system has until somebody changes it. A version that cannot be read counts as new. */
export function defaultRangeOf({ os, osVersion, kernel }: Pick<HostIdentity, "os" | "osVersion" | "kernel">): PortInterval {
  if (os === "linux") return isBefore(kernel, 4, 2) ? LINUX_BEFORE_4_2 : LINUX;
  if (os === "windows") return isBefore(kernel, 6, 0) ? WINDOWS_BEFORE_VISTA : WINDOWS;
  if (os === "darwin") return DARWIN;
  return isBefore(osVersion, 8, 0) ? FREEBSD_BEFORE_8 : FREEBSD;
}

/** Whether the first version number in a text is below `major.minor`; false where there is none. */
export function isBefore(version: string, major: number, minor: number): boolean {
  const match = /(\d+)\.(\d+)/.exec(version);
  if (!match) return false;
  const [found, foundMinor] = [Number(match[1]), Number(match[2])];
  return found < major || (found === major && foundMinor < minor);
}
