import { DEFAULT_POLICY, type Thresholds } from "../checklist/check.ts";
import type { Tuple } from "../host/snapshot.ts";
import { parseAddress } from "../network/address.ts";
import { sustainedClosesPerSecond } from "./churn.ts";
import type { Headroom } from "./headroom.ts";
import type { Plan } from "./simulate-change.ts";
import { rateCeiling } from "./steady-state.ts";
import { reuseDelayMs } from "./time-wait.ts";

/** A number of ports, as far as it is known. */
export interface PortEstimate {
  low: number;
  best: number;
  high: number;
}

/** `safe`: settles at or below the line at which a check warns; `tight`: below that at which it fails; `unsafe`: above. */
export type RateVerdict = "safe" | "tight" | "unsafe";

/** The ports of one tuple, or of the several that its load is spread over, in one configuration. */
export interface SimulatedUse {
  /** Source and destination pairs that share the load. */
  tuples: number;
  capacity: number;
  /** capacity − best headroom. */
  used: number;
  headroom: Headroom;
  /** New connections per second, as the last minute had them; a rate cut off by exhaustion is less than was wanted. */
  connectionsPerSecond: number;
  /** Connections per second that it bears for ever; null where none is too many. */
  ceilingPerSecond: number | null;
  /** Ports in use once the rate has gone on for a TIME_WAIT: Little's law. */
  settles: PortEstimate;
  /** Whether the present rate is safe there. */
  verdict: RateVerdict;
}

/** What the port model says of a tuple in one configuration. */
export interface TuplePorts {
  tuples: number;
  capacity: number;
  /** Ports that nobody can use for this tuple, its own aside. */
  blocked: number;
  headroom: Extract<Headroom, { unlimited: false }>;
}

/** The load on one tuple. Rates are per second, `live` counts sockets that are not in TIME_WAIT. */
export interface Load {
  perSecond: number;
  closesPerSecond: number;
  live: number;
}

/**
 * Live sockets once each connection carries so many requests. As many as end within one TIME_WAIT come and go, and become
 * fewer; the rest is held open, and nothing of it is shared by making fewer new ones.
 */
export function livePooled({ live, closesPerSecond }: Load, requestsPerConnection: number, timeWaitSeconds: number): number {
  const passing = Math.min(live, closesPerSecond * timeWaitSeconds);
  return live - passing + passing / requestsPerConnection;
}

export function loadOf(tuple: Tuple, { closesCloseWait }: Pick<Plan, "closesCloseWait">): Load {
  const closesPerSecond = sustainedClosesPerSecond(tuple.closesPerSecond);
  const { established, synSent, finWait, closeWait } = tuple;
  return {
    perSecond: Math.max(closesPerSecond, tuple.opensPerSecond ?? 0),
    closesPerSecond,
    live: established + synSent + finWait + (closesCloseWait ? 0 : closeWait),
  };
}

/**
 * Where a tuple stands and where it settles: rate × (mean life + hold), with the life from Little's law itself
 * (live ÷ rate). `settles.low` of a pool keeps the life of a connection as it is, `high` keeps as many connections open as
 * now; the verdict is judged on `high`.
 */
export function useUnder(
  tuple: Tuple,
  ports: TuplePorts,
  plan: Plan,
  hold: HoldRule,
  limits: Thresholds = DEFAULT_POLICY.tuple,
): SimulatedUse {
  const load = loadOf(tuple, plan);
  const rate = load.perSecond / plan.requestsPerConnection;
  const lifeSeconds = load.perSecond > 0 ? load.live / load.perSecond : 0;
  const holdSeconds = load.perSecond > 0 ? (holdOf(tuple, plan, hold) * load.closesPerSecond) / load.perSecond : 0;
  const waiting = Math.min(rate * holdSeconds, plan.settings.tcpMaxTwBuckets ?? Number.POSITIVE_INFINITY);
  const { capacity, blocked } = ports;
  const living = livePooled(load, plan.requestsPerConnection, hold.timeWaitSeconds);
  const settles = {
    low: Math.round(waiting + living + blocked),
    best: Math.round(waiting + living + blocked),
    high: Math.round(waiting + load.live + blocked),
  };
  // Fewer connections leave today's TIME_WAIT to run out first: what is left then is what counts.
  const headroom = plan.requestsPerConnection > 1 ? leftOf(capacity, settles) : ports.headroom;
  return {
    tuples: ports.tuples,
    capacity,
    used: capacity - headroom.best,
    headroom,
    connectionsPerSecond: rate,
    ceilingPerSecond: rateCeiling(capacity, blocked, lifeSeconds, holdSeconds),
    settles,
    verdict: verdictOn(settles.high, capacity, limits),
  };
}

function leftOf(capacity: number, { low, best, high }: PortEstimate): TuplePorts["headroom"] {
  const left = (ports: number) => Math.max(0, capacity - ports);
  return { unlimited: false, low: left(high), high: left(low), best: left(best) };
}

/** How long a closed connection keeps its port. */
export interface HoldRule {
  /** TIME_WAIT of this system, in seconds. */
  timeWaitSeconds: number;
  /** Ports are taken by bind(): nothing gives their TIME_WAIT back early. */
  bindsFirst: boolean;
}

function holdOf({ source, destination }: Tuple, { settings, bindsWithoutPort }: Plan, { timeWaitSeconds, bindsFirst }: HoldRule): number {
  const [local, remote] = [parseAddress(source), parseAddress(destination.address)];
  if ((bindsFirst && !bindsWithoutPort) || !local || !remote) return timeWaitSeconds;
  const delayMs = reuseDelayMs(settings, local, remote, false);
  return delayMs === null ? timeWaitSeconds : Math.min(timeWaitSeconds, delayMs / 1000);
}

export function verdictOn(ports: number, capacity: number, { warnRatio, failRatio }: Thresholds): RateVerdict {
  if (ports > failRatio * capacity || capacity === 0) return "unsafe";
  return ports > warnRatio * capacity ? "tight" : "safe";
}
