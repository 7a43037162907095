import { isPastHalf } from "./capacity.ts";
import { closesSinceOnset, hasCeased, LEAST_PER_SECOND, meanClosesPerSecond, sustainedClosesPerSecond } from "./churn.ts";
import type { PortUse } from "./port-use.ts";
import { rateCeiling, steadyStatePorts } from "./steady-state.ts";

/**
 * A figure, or why it cannot be known. `measured`: counted by an agent. `timers`: from the ages of TIME_WAIT entries.
 * `littles-law`: what is there ÷ how long it stays.
 */
export type Figure =
  | { isKnown: true; value: number; basis: "measured" | "timers" | "littles-law" }
  | { isKnown: false; reason: OutlookUnknown };

/**
 * `no-closes-seen`: connections are there, but none was closed from this side in the last minute, and nobody counts the new
 * ones. `no-timers`: this system does not show how old an entry is. `shared-ports`: the tuples do not account for the pool.
 */
export type OutlookUnknown = "no-closes-seen" | "no-timers" | "shared-ports";

/** Where the use of ports is heading, from one snapshot: it holds the last minute and the coming one. */
export interface Outlook {
  /** New connections per second, as sustained over the last half minute. */
  opensPerSecond: Figure;
  /** Closes from this side per second, sustained likewise; those of connections that nothing followed do not go on. */
  closesPerSecond: Figure;
  /** Mean life of a connection; the median where an agent measured it. */
  lifeSeconds: Figure;
  /** Ports in use once one hold time has passed at this rate; it may be more than there are. */
  steadyPorts: Figure;
  /** Connections per second that can be borne for ever; null where nothing keeps a port. */
  ceilingPerSecond: Figure | null;
  /** Ceiling ÷ rate − 1: negative where the rate is over it. Null where nothing limits, or nothing opens. */
  roomRatio: number | null;
  /** Ports in use after each coming second at this rate, for a minute or one hold time; null where the rate is not known. */
  usedAhead: readonly number[] | null;
  /** Seconds until this rate fills the last port, if that is within one hold time; null where it does not. */
  secondsToFull: number | null;
  half: HalfLine;
}

/** The line past which connect() has used up the half of the range that it tries first. */
export interface HalfLine {
  isPast: boolean;
  /** Seconds until it is crossed, in either direction, at this rate; null where it is not. */
  crossesInSeconds: number | null;
  /** How many times longer connect() takes past it: measured (port-model.md, section 9), and a range, not a promise. */
  slowdown: typeof SLOWDOWN;
}

/**
 * CPU time of port selection towards a busy destination ÷ that below half, medians on a range of 28,232 ports: 590 to
 * 1,376 µs against 3.5 to 3.9 µs; a connect() that fails takes 2,312 µs.
 */
const SLOWDOWN = { low: 150, high: 400, failing: 600 } as const;

const SECONDS_AHEAD = 60;
const WINDOW_SECONDS = 10;
/** So full, silence may be that of connections that find no port: the rate before it counts. */
const CUT_OFF_RATIO = 0.95;
/** Growth of open connections, ÷ new ones: below it as many end as begin, and Little's law holds. */
const BALANCED_GROWTH = 0.1;
/** Closes ÷ opens from which on every connection counts as closed from this side. */
const CLOSED_HERE = 0.9;

const known = (value: number, basis: "measured" | "timers" | "littles-law"): Figure => ({ isKnown: true, value, basis });
const unknown = (reason: OutlookUnknown): Figure => ({ isKnown: false, reason });

/** The same supply a little earlier. */
export interface Before {
  use: PortUse;
  secondsAgo: number;
}

export function outlookOf(use: PortUse, before: Before | null = null): Outlook {
  const growthPerSecond = before ? (use.standing - use.blocked - before.use.standing + before.use.blocked) / before.secondsAgo : 0;
  const closes = closesOf(use, before ? { growthPerSecond, seconds: before.secondsAgo } : null);
  const opens = opensOf(use, closes, growthPerSecond);
  const isBalanced = !opens.isKnown || growthPerSecond <= BALANCED_GROWTH * opens.value;
  const life = lifeOf(use, opens, closes, isBalanced);
  const steadyPorts = closes.isKnown ? known(steadyOf(use, closes.value), closes.basis) : closes;
  const ceiling = ceilingOf(use, opens, closes, life);
  const ahead = closes.isKnown ? usedAhead(use, closes.value) : null;
  return {
    opensPerSecond: opens,
    closesPerSecond: closes,
    lifeSeconds: life,
    steadyPorts,
    ceilingPerSecond: ceiling,
    roomRatio: ceiling?.isKnown && opens.isKnown && opens.value >= LEAST_PER_SECOND ? ceiling.value / opens.value - 1 : null,
    usedAhead: ahead,
    secondsToFull: ahead && secondsToFull(use, ahead),
    half: halfLine(use, ahead),
  };
}

/** Ports in use once one hold time has passed: those that stand, and what the rate keeps in TIME_WAIT. */
const steadyOf = ({ standing, hold }: PortUse, closesPerSecond: number): number =>
  standing + steadyStatePorts(closesPerSecond, 0, hold.seconds);

/**
 * Ports in use after each coming second, for a minute or one hold time if that is longer, if so many connections a second go
 * on being opened and closed from this side. Exact for one hold time, because what is in TIME_WAIT now comes back by a
 * schedule; where no schedule is known, evenly. It may pass capacity.
 */
export function usedAhead({ standing, waiting, releases, hold }: PortUse, closesPerSecond: number): number[] {
  const ahead: number[] = [];
  let left = waiting;
  for (let second = 1; second <= Math.max(SECONDS_AHEAD, Math.ceil(hold.seconds)); second++) {
    left = releases ? left - (releases[second - 1] ?? 0) : waiting * (1 - second / hold.seconds);
    ahead.push(standing + (second >= hold.seconds ? closesPerSecond * hold.seconds : Math.max(0, left) + closesPerSecond * second));
  }
  return ahead;
}

/** The first of the coming seconds at which every port is in use: 0 where none is left now, null where none is filled. */
export function secondsToFull({ used, capacity }: PortUse, ahead: readonly number[]): number | null {
  if (used >= capacity) return 0;
  const at = ahead.findIndex((ports) => ports >= capacity);
  return at < 0 ? null : at + 1;
}

/** Closes that go on, because connections were opened in place of those that closed. */
function closesOf(
  { closesPerSecond, opensPerSecond, waiting, hold, used, capacity, releases }: PortUse,
  recent: { growthPerSecond: number; seconds: number } | null,
): Figure {
  if (closesPerSecond) {
    const isSilent = closesPerSecond.every((rate) => rate < LEAST_PER_SECOND);
    if (isSilent && used > 0 && opensPerSecond === null) return unknown("no-closes-seen");
    const schedule = hold.basis === "time-wait" ? releases : null;
    const onset = schedule && closesSinceOnset(closesPerSecond, schedule);
    const silenced = used < CUT_OFF_RATIO * capacity ? 0 : meanClosesPerSecond(closesPerSecond);
    const sustained = hasCeased(closesPerSecond, schedule) ? silenced : (onset ?? sustainedClosesPerSecond(closesPerSecond));
    if (recent === null || recent.growthPerSecond >= 0) return known(sustained, "timers");
    const closed = meanClosesPerSecond(closesPerSecond.slice(-Math.ceil(recent.seconds / WINDOW_SECONDS)));
    return known(closed > 0 ? sustained * Math.max(0, 1 + recent.growthPerSecond / closed) : sustained, "timers");
  }
  if (opensPerSecond !== null) return known(opensPerSecond, "measured");
  if (waiting > 0 && hold.seconds > 0) return known(waiting / hold.seconds, "littles-law");
  return unknown(hold.seconds > 0 ? "shared-ports" : "no-timers");
}

/** A close from this side was an open before; an agent sees also those that the other side closed. */
function opensOf({ opensPerSecond }: PortUse, closes: Figure, growthPerSecond: number): Figure {
  if (opensPerSecond === null) return closes.isKnown ? known(closes.value + Math.max(0, growthPerSecond), closes.basis) : closes;
  return known(closes.isKnown ? Math.max(opensPerSecond, closes.value) : opensPerSecond, "measured");
}

/** By Little's law where nobody measured it: only while as many connections end as begin. */
function lifeOf({ lifeSeconds, standing, blocked, opensPerSecond }: PortUse, opens: Figure, closes: Figure, isBalanced: boolean): Figure {
  if (lifeSeconds !== null) return known(lifeSeconds, "measured");
  if (!opens.isKnown) return opens;
  const isHeld = opensPerSecond === null && closes.isKnown && closes.value < LEAST_PER_SECOND;
  if (isHeld || !isBalanced) return unknown("no-closes-seen");
  return opens.value >= LEAST_PER_SECOND ? known((standing - blocked) / opens.value, "littles-law") : unknown("no-closes-seen");
}

/**
 * (capacity − blocked − those that stand beyond the connections' own life) ÷ (life + mean hold). Only a connection that was
 * closed from this side holds its port afterwards.
 */
function ceilingOf(
  { capacity, blocked, standing, hold, closesPerSecond }: PortUse,
  opens: Figure,
  closes: Figure,
  life: Figure,
): Figure | null {
  if (!opens.isKnown) return opens;
  if (!closes.isKnown) return closes;
  if (!life.isKnown) return life;
  const share = opens.value >= LEAST_PER_SECOND ? Math.min(1, closes.value / opens.value) : 1;
  // Closes that have only begun say nothing yet of the share that this side closes.
  const hasBegun = closesPerSecond?.slice(0, 3).every((rate) => rate < LEAST_PER_SECOND) && closes.value >= LEAST_PER_SECOND;
  if (hasBegun && share < CLOSED_HERE) return unknown("no-closes-seen");
  const pinned = Math.max(0, standing - blocked - opens.value * life.value);
  const ceiling = rateCeiling(capacity, blocked + pinned, life.value, hold.seconds * share);
  return ceiling === null ? null : known(ceiling, life.basis);
}

function halfLine({ used, capacity }: PortUse, ahead: readonly number[] | null): HalfLine {
  const isPast = isPastHalf(used, capacity);
  const at = ahead?.findIndex((ports) => isPastHalf(ports, capacity) !== isPast) ?? -1;
  return { isPast, crossesInSeconds: at < 0 ? null : at + 1, slowdown: SLOWDOWN };
}
