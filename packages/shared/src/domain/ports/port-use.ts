import type { OperatingSystem } from "../host/operating-system.ts";
import type { BindPool, NamespaceSnapshot, Tuple, UdpUse } from "../host/snapshot.ts";
import { type HoldTime, tupleHold } from "./hold-time.ts";

/**
 * What draws on one supply of ports, at one moment: a tuple, the bind-first pool of a source, all TCP of a namespace, or
 * UDP. `used` = `standing` + `waiting`.
 */
export interface PortUse {
  capacity: number;
  used: number;
  /** Ports of TIME_WAIT entries that come back by themselves, and not before their time. */
  waiting: number;
  /** All other ports: live connections, leaked ones, and those blocked for everyone. */
  standing: number;
  /** Of `standing`: taken from everyone by a bind-owned socket. */
  blocked: number;
  /** Closes per second in each of the last six windows of 10 s, oldest first; null where no timer tells. */
  closesPerSecond: readonly number[] | null;
  /** Ports that come back in each of the coming 60 seconds; null where no timer tells. */
  releases: readonly number[] | null;
  /** New connections per second, where an agent counted them. */
  opensPerSecond: number | null;
  /** Median life where an agent saw it. */
  lifeSeconds: number | null;
  hold: HoldTime;
}

/** Share of a pool's ports that its tuples must account for, before their closes count as the pool's. */
const POOL_COVERAGE = 0.8;

export function useOfTuple(os: OperatingSystem, namespace: NamespaceSnapshot, tuple: Tuple, platform: HoldTime): PortUse {
  const hold = tupleHold(os, namespace, tuple, platform);
  const old = hold.basis === "reuse" && hold.seconds < platform.seconds ? tuple.reusableTimeWait : 0;
  const waiting = Math.min(tuple.used, Math.max(0, tuple.timeWait - old));
  const hasTimers = os === "linux" || tuple.timeWait === 0 || tuple.closesPerSecond.some((rate) => rate > 0);
  return {
    capacity: tuple.capacity,
    used: tuple.used,
    waiting,
    standing: tuple.used - waiting,
    blocked: Math.min(tuple.blocked, tuple.used - waiting),
    closesPerSecond: hasTimers ? tuple.closesPerSecond : null,
    releases: hasTimers ? tuple.releases : null,
    opensPerSecond: tuple.opensPerSecond ?? null,
    lifeSeconds: tuple.medianLifeMs === undefined ? null : tuple.medianLifeMs / 1000,
    hold,
  };
}

/**
 * A pool that several tuples share: bind(source, 0), or all TCP where the system gives a port to one connection only. What
 * the tuples' timers tell is the pool's where they account for its ports: one that bind() took is never shared.
 */
export function useOfPool({ capacity, used }: Pick<BindPool, "capacity" | "used">, tuples: readonly Tuple[], hold: HoldTime): PortUse {
  const sum = (of: (tuple: Tuple) => number) => tuples.reduce((total, tuple) => total + of(tuple), 0);
  const timeWait = sum((tuple) => tuple.timeWait);
  const entries = timeWait + sum(({ established, closeWait, synSent, finWait }) => established + closeWait + synSent + finWait);
  const isCovered = entries >= POOL_COVERAGE * used && entries * POOL_COVERAGE <= used;
  const hasTimers = isCovered && (timeWait === 0 || tuples.some(({ closesPerSecond }) => closesPerSecond.some((rate) => rate > 0)));
  const waiting = isCovered ? Math.min(used, timeWait) : 0;
  const isCounted = isCovered && tuples.length > 0 && tuples.every(({ opensPerSecond }) => opensPerSecond !== undefined);
  const windows = Math.max(0, ...tuples.map(({ closesPerSecond }) => closesPerSecond.length));
  return {
    capacity,
    used,
    waiting,
    standing: used - waiting,
    blocked: 0,
    closesPerSecond: hasTimers ? Array.from({ length: windows }, (_, at) => sum(({ closesPerSecond }) => closesPerSecond[at] ?? 0)) : null,
    // With reuse on, a tuple's own schedule is not the pool's: ports that bind() took wait out their minute.
    releases: null,
    opensPerSecond: isCounted ? sum(({ opensPerSecond }) => opensPerSecond ?? 0) : null,
    lifeSeconds: null,
    hold,
  };
}

const NO_HOLD: HoldTime = { lowSeconds: 0, seconds: 0, highSeconds: 0, basis: "time-wait" };

/** UDP has no TIME_WAIT and no rate that a snapshot shows; the fuller family stands for it. Null where nothing limits it. */
export function useOfUdp({ autobind }: UdpUse, capacity: number): PortUse | null {
  const left = [autobind.v4, autobind.v6].flatMap(({ best }) => (best === null ? [] : [best]));
  if (left.length === 0) return null;
  const used = Math.max(0, capacity - Math.min(...left));
  return {
    capacity,
    used,
    waiting: 0,
    standing: used,
    blocked: 0,
    closesPerSecond: null,
    releases: null,
    opensPerSecond: null,
    lifeSeconds: null,
    hold: NO_HOLD,
  };
}
