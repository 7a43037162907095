import { bindsFirst } from "../checklist/binds-first.ts";
import type { BindPool, Destination, NamespaceSnapshot, Tuple } from "../host/snapshot.ts";
import { type Change, isGradual, type Plan, type PortConfiguration, planOf } from "./simulate-change.ts";
import { type PoolPorts, poolRateUnder, type SimulatedPoolUse } from "./simulate-pool.ts";
import { type HoldRule, type SimulatedUse, type TuplePorts, useUnder } from "./simulate-use.ts";

/** A change, or several at once, worked out before anybody makes it. */
export interface Simulation {
  namespaceId: string;
  changes: readonly Change[];
  /** The effect comes as today's sockets end; otherwise at once. */
  isGradual: boolean;
  before: PortConfiguration;
  after: PortConfiguration;
  /** In the order of the snapshot, tightest first. */
  tuples: SimulatedTuple[];
  pools: SimulatedPool[];
}

export interface SimulatedTuple {
  source: string;
  destination: Destination;
  before: SimulatedUse;
  after: SimulatedUse;
}

/** bind(source, 0): whatever the destination. */
export interface SimulatedPool {
  source: string;
  before: SimulatedPoolUse;
  after: SimulatedPoolUse;
}

/** What the ports of a namespace look like under one plan. Two things can tell: every socket, or a snapshot's counts. */
export interface PortModel {
  /** Of the tuple itself and, where the plan spreads its load, of the ones that come to it. */
  tuple(tuple: Tuple): TuplePorts;
  pool(pool: BindPool): PoolPorts;
}

/** How closed connections keep their ports here. */
export interface SimulationRules {
  /** TIME_WAIT of this system in seconds; 60 on Linux. */
  timeWaitSeconds: number;
}

const LINUX_RULES: SimulationRules = { timeWaitSeconds: 60 };

/** The present configuration of a namespace; null where the range or the reserved list is unknown: nothing can be worked out then. */
export const configurationOf = ({ range, reserved, settings }: NamespaceSnapshot): PortConfiguration | null =>
  range && reserved ? { range, reserved, settings } : null;

/** Before and after, by the same model. Without any change both are the present. */
export function simulate(
  namespace: NamespaceSnapshot,
  present: PortConfiguration,
  changes: readonly Change[],
  modelOf: (plan: Plan) => PortModel,
  { timeWaitSeconds }: SimulationRules = LINUX_RULES,
): Simulation {
  const [before, after] = [planOf(present, []), planOf(present, changes)];
  const [was, will] = [modelOf(before), modelOf(after)];
  const hold = { timeWaitSeconds, bindsFirst: bindsFirst(namespace) };
  const configuration = ({ range, reserved, settings }: Plan): PortConfiguration => ({ range, reserved, settings });
  return {
    namespaceId: namespace.id,
    changes,
    isGradual: isGradual(changes),
    before: configuration(before),
    after: configuration(after),
    tuples: namespace.tuples.map((tuple) => ({
      source: tuple.source,
      destination: tuple.destination,
      before: useUnder(tuple, was.tuple(tuple), before, hold),
      after: useUnder(tuple, will.tuple(tuple), after, hold),
    })),
    pools: namespace.pools.map((pool) => ({
      source: pool.source,
      before: poolUnder(namespace, pool, was.pool(pool), before, hold),
      after: poolUnder(namespace, pool, will.pool(pool), after, hold),
    })),
  };
}

function poolUnder(
  { tuples }: NamespaceSnapshot,
  pool: BindPool,
  ports: PoolPorts,
  plan: Plan,
  { bindsFirst, timeWaitSeconds }: HoldRule,
): SimulatedPoolUse {
  const own = tuples.filter(({ source }) => source === pool.source);
  const rate = bindsFirst && !plan.bindsWithoutPort ? poolRateUnder(own, pool, ports, plan, timeWaitSeconds) : null;
  return { ...ports, rate };
}

/** bind() with IP_BIND_ADDRESS_NO_PORT takes no port: nothing limits it. */
export const withoutPort = (rangeSize: number): PoolPorts => ({
  capacity: rangeSize,
  used: null,
  headroom: { unlimited: true, low: rangeSize, high: null, best: null },
});
