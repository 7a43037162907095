import type { OperatingSystem } from "../host/operating-system.ts";
import type { NamespaceSnapshot, Tuple } from "../host/snapshot.ts";
import type { WindowsNetwork } from "../host/windows.ts";
import { ANY_V4, parseAddress } from "../network/address.ts";
import { reuseDelayMs, TIME_WAIT_SECONDS } from "./time-wait.ts";

/**
 * How long a port stays taken after its connection was closed from this side, in seconds.
 *
 * `time-wait`: the platform's constant. `reuse`: a new connection of the same tuple may take the entry over. `configured`:
 * a setting of this host. `measured`: TIME_WAIT entries ÷ closes per second of this host. `assumed`: the vendor's own
 * pages disagree, so `lowSeconds` and `highSeconds` differ.
 */
export interface HoldTime {
  lowSeconds: number;
  seconds: number;
  highSeconds: number;
  basis: "time-wait" | "reuse" | "configured" | "measured" | "assumed";
}

/** 2 × net.inet.tcp.msl: 15,000 ms on macOS (bsd/netinet/tcp_timer.h), 30,000 ms on FreeBSD (tcp(4)). */
const DARWIN_SECONDS = 30;
const FREEBSD_SECONDS = 60;

/** Microsoft documents 120 s (TcpTimedWaitDelay, KB 314053) and 4 minutes (tcp-ip-port-exhaustion-troubleshooting). */
const WINDOWS_SHORT_SECONDS = 120;
const WINDOWS_LONG_SECONDS = 240;

const exactly = (seconds: number, basis: HoldTime["basis"]): HoldTime => ({ lowSeconds: seconds, seconds, highSeconds: seconds, basis });

/** What the platform does with a port that was closed from this side, whatever tuple it belonged to. */
export function platformHold(os: OperatingSystem, windows?: WindowsNetwork, measuredSeconds: number | null = null): HoldTime {
  if (os === "linux") return exactly(TIME_WAIT_SECONDS, "time-wait");
  if (os === "darwin") return exactly(DARWIN_SECONDS, "time-wait");
  if (os === "freebsd") return exactly(FREEBSD_SECONDS, "time-wait");
  // A configured value takes effect at the next start only, and on some builds not at all: what was seen counts for more.
  if (measuredSeconds !== null) return exactly(measuredSeconds, "measured");
  if (typeof windows?.timedWaitSeconds === "number") return exactly(windows.timedWaitSeconds, "configured");
  return { lowSeconds: WINDOWS_SHORT_SECONDS, seconds: WINDOWS_SHORT_SECONDS, highSeconds: WINDOWS_LONG_SECONDS, basis: "assumed" };
}

/**
 * The hold of one tuple. On Linux it is the reuse delay where reuse applies: seen at work (entries that may be taken over),
 * or by the settings and a literal loopback address. Ports that bind() took are never reused: where as many are blocked as
 * could be taken over, they may be this tuple's own, and the whole minute counts.
 */
export function tupleHold(os: OperatingSystem, namespace: NamespaceSnapshot, tuple: Tuple, platform: HoldTime): HoldTime {
  if (os !== "linux") return platform;
  const delayMs = delayOf(namespace, tuple);
  if (delayMs === null) return platform;
  const delaySeconds = Math.min(delayMs / 1000, platform.seconds);
  const mayBeBound = tuple.reusableTimeWait > 0 && tuple.blocked >= tuple.reusableTimeWait;
  if (!mayBeBound) return exactly(delaySeconds, "reuse");
  return { lowSeconds: delaySeconds, seconds: platform.seconds, highSeconds: platform.seconds, basis: "reuse" };
}

function delayOf({ settings }: NamespaceSnapshot, { source, destination, reusableTimeWait }: Tuple): number | null {
  const isSeen = reusableTimeWait > 0;
  const [local, remote] = [source, destination.address].map((text) => (MAY_BE_LOOPBACK.test(text) ? parseAddress(text) : null));
  return reuseDelayMs(settings, local ?? ANY_V4, remote ?? ANY_V4, isSeen);
}

/** What needs no closer look is not parsed: every tuple of half an hour passes here. */
const MAY_BE_LOOPBACK = /^127|^::/;

/** Entries of TIME_WAIT and the rate that made them, at one time. */
export interface WaitingReading {
  atMs: number;
  timeWait: number;
  closesPerSecond: number;
}

/** Readings must agree so well, largest ÷ smallest, before they count as a plateau. */
const PLATEAU_SPREAD = 1.2;
const PLATEAU_ENTRIES = 50;

/**
 * The hold as the host itself shows it, by Little's law: entries in TIME_WAIT ÷ closes per second. Only from a plateau that
 * has lasted longer than the longest hold there is; null without one.
 */
export function measuredHoldSeconds(readings: readonly WaitingReading[]): number | null {
  const last = readings.at(-1);
  if (last === undefined) return null;
  const recent = readings.filter(({ atMs }) => last.atMs - atMs <= 3 * WINDOWS_LONG_SECONDS * 1000);
  const [first] = recent;
  if (first === undefined || last.atMs - first.atMs < 2 * WINDOWS_LONG_SECONDS * 1000) return null;
  const counts = recent.map(({ timeWait }) => timeWait);
  if (Math.min(...counts) < PLATEAU_ENTRIES || Math.max(...counts) > PLATEAU_SPREAD * Math.min(...counts)) return null;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const rate = mean(recent.map(({ closesPerSecond }) => closesPerSecond));
  return rate > 0 ? Math.min(WINDOWS_LONG_SECONDS, mean(counts) / rate) : null;
}
