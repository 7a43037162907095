import { DEFAULT_POLICY, type Thresholds } from "../checklist/check.ts";
import type { BindPool, Tuple } from "../host/snapshot.ts";
import type { Headroom } from "./headroom.ts";
import type { Plan } from "./simulate-change.ts";
import { livePooled, loadOf, type PortEstimate, type RateVerdict, verdictOn } from "./simulate-use.ts";
import { rateCeiling } from "./steady-state.ts";

/** What the port model says of bind(source, 0) in one configuration. */
export interface PoolPorts {
  capacity: number;
  /** capacity − best headroom; null where bind() takes no port any more. */
  used: number | null;
  headroom: Headroom;
}

export interface SimulatedPoolUse extends PoolPorts {
  /** Null where programs here do not bind first: connect() shares the ports between destinations, and tuples are what counts. */
  rate: PoolRate | null;
}

/** Where a pool settles: every connection of its source takes a port of its own, for its life and the whole TIME_WAIT. */
export interface PoolRate {
  connectionsPerSecond: number;
  /** Of all destinations together; null where nothing keeps a port. */
  ceilingPerSecond: number | null;
  settles: PortEstimate;
  verdict: RateVerdict;
}

/** `tuples` are those of the pool's source. What holds ports beside them is taken to stay. */
export function poolRateUnder(
  tuples: readonly Tuple[],
  present: BindPool,
  { capacity }: PoolPorts,
  plan: Plan,
  timeWaitSeconds: number,
  limits: Thresholds = DEFAULT_POLICY.tuple,
): PoolRate {
  const loads = tuples.map((tuple) => loadOf(tuple, plan));
  const sum = (of: (load: (typeof loads)[number]) => number) => loads.reduce((total, load) => total + of(load), 0);
  const [perSecond, closesPerSecond, live] = [sum((load) => load.perSecond), sum((load) => load.closesPerSecond), sum((load) => load.live)];
  const others = Math.max(0, present.used - tuples.reduce((total, { timeWait }) => total + timeWait, 0) - live);
  const idle = plan.closesBound ? Math.max(0, others - (present.boundInactive ?? 0)) : others;
  const share = plan.requestsPerConnection * plan.sources;
  const waiting = (closesPerSecond / share) * timeWaitSeconds;
  const living = sum((load) => livePooled(load, plan.requestsPerConnection, timeWaitSeconds)) / plan.sources;
  const settles = {
    low: Math.round(waiting + living + idle),
    best: Math.round(waiting + living + idle),
    high: Math.round(waiting + live / plan.sources + idle),
  };
  const lifeSeconds = perSecond > 0 ? live / perSecond : 0;
  const holdSeconds = perSecond > 0 ? (timeWaitSeconds * closesPerSecond) / perSecond : 0;
  return {
    connectionsPerSecond: perSecond / share,
    ceilingPerSecond: rateCeiling(capacity, idle, lifeSeconds, holdSeconds),
    settles,
    verdict: verdictOn(settles.high, capacity, limits),
  };
}
