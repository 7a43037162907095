import { bindsFirst } from "../checklist/binds-first.ts";
import type { BindPool, NamespaceSnapshot, Tuple } from "../host/snapshot.ts";
import { parseAddress } from "../network/address.ts";
import { intervalSize } from "../network/port-interval.ts";
import { capacityOf } from "./capacity.ts";
import { type PortModel, withoutPort } from "./simulate.ts";
import type { Plan, PortConfiguration } from "./simulate-change.ts";
import type { PoolPorts } from "./simulate-pool.ts";
import type { PortEstimate, TuplePorts } from "./simulate-use.ts";
import { reuseDelayMs } from "./time-wait.ts";

/**
 * Counts ports under any plan from a snapshot's own counts, where the sockets themselves are not at hand. Which of a
 * tuple's ports lie where is not in a snapshot: `low` and `high` take the worst and the best place, `best` spreads them
 * evenly.
 */
export function snapshotModel(namespace: NamespaceSnapshot, present: PortConfiguration): (plan: Plan) => PortModel {
  return (plan) => new SnapshotModel(namespace, present, plan);
}

/** The ports of two configurations against each other. */
interface Overlap {
  before: number;
  after: number;
  kept: number;
}

class SnapshotModel implements PortModel {
  private readonly namespace: NamespaceSnapshot;
  private readonly present: PortConfiguration;
  private readonly plan: Plan;
  private readonly ports: Overlap;
  /** Listeners and idle bound sockets that the present range does not show. */
  private readonly unseen: number;
  /** Ports that a listener in the range takes from everyone. */
  private readonly listening: number;

  constructor(namespace: NamespaceSnapshot, present: PortConfiguration, plan: Plan) {
    this.namespace = namespace;
    this.present = present;
    this.plan = plan;
    this.ports = overlapOf(present, plan);
    this.listening = new Set(
      namespace.listeners.filter(({ protocol, isReserved }) => protocol === "tcp" && !isReserved).map(({ port }) => port),
    ).size;
    const { tcpStates } = namespace;
    const waiting = tcpStates ? tcpStates.v4.listen + tcpStates.v6.listen + tcpStates.v4.close + tcpStates.v6.close : 0;
    this.unseen = Math.max(0, waiting - this.listening);
  }

  tuple(tuple: Tuple): TuplePorts {
    const { sources, destinations } = this.plan;
    const others = sources * destinations - 1;
    const own = this.replaced(this.used(tuple));
    const fresh = this.replaced(this.taken(tuple));
    const capacity = this.ports.after;
    const headroom = (used: PortEstimate) => ({ low: capacity - used.high, best: capacity - used.best, high: capacity - used.low });
    const [left, each] = [headroom(own), headroom(fresh)];
    const blocked = this.replaced(flat(this.blocked(tuple))).best;
    return {
      tuples: 1 + others,
      capacity: capacity * (1 + others),
      blocked: blocked * (1 + others),
      headroom: {
        unlimited: false,
        low: left.low + others * each.low,
        best: left.best + others * each.best,
        high: left.high + others * each.high,
      },
    };
  }

  pool({ capacity, headroom }: BindPool): PoolPorts {
    if (this.plan.bindsWithoutPort || headroom.unlimited) return withoutPort(intervalSize(this.plan.range));
    const used = this.replaced({ low: capacity - headroom.high, best: capacity - headroom.best, high: capacity - headroom.low });
    const { after } = this.ports;
    return {
      capacity: after,
      used: used.best,
      headroom: { unlimited: false, low: after - used.high, best: after - used.best, high: after - used.low },
    };
  }

  /** Ports that this tuple cannot use, in the present range, under the plan's settings. */
  private used(tuple: Tuple): PortEstimate {
    const { capacity, headroom, held } = tuple;
    const present: PortEstimate = headroom.unlimited
      ? flat(0)
      : { low: capacity - headroom.high, best: capacity - headroom.best, high: capacity - headroom.low };
    const isSettled = present.low === present.high;
    const reused = this.reuseGains(tuple);
    const leak = this.plan.closesCloseWait ? tuple.closeWait : 0;
    const freed = tuple.blocked - this.blocked(tuple);
    const best = between(0, present.best - reused.best - leak - freed, capacity);
    const low = between(0, Math.min(best, present.low - reused.high - leak - freed), capacity);
    // A TIME_WAIT entry that bind() owns stays, and who owns it is known only where the headroom is.
    const high = between(best, present.high - (isSettled ? reused.low + leak : 0) + (reused.best < 0 ? held : 0), capacity);
    return { low, best, high };
  }

  /** Ports that a tuple without sockets of its own cannot use. */
  private taken(tuple: Tuple): PortEstimate {
    const { capacity, held, headroom } = tuple;
    const best = this.blocked(tuple);
    const isSettled = headroom.low === headroom.high;
    const owned = this.namespace.tcpPortsInRange ?? capacity;
    return {
      low: Math.min(best, this.listening),
      best,
      high: between(best, isSettled ? Math.min(owned, tuple.blocked + held) : owned, capacity),
    };
  }

  private blocked({ blocked }: Tuple): number {
    return this.plan.bindsWithoutPort ? Math.min(blocked, this.listening) : blocked;
  }

  /** TIME_WAIT entries that the plan makes reusable: negative where it takes reuse away. */
  private reuseGains(tuple: Tuple): PortEstimate {
    const [was, will] = [this.present, this.plan].map(({ settings }) => delayOf(tuple, settings));
    if (was === will) return flat(0);
    if (will === null || will === undefined) return { low: -tuple.reusableTimeWait, best: -tuple.reusableTimeWait, high: 0 };
    const waiting = tuple.timeWait - tuple.reusableTimeWait;
    const newest = tuple.closesPerSecond.at(-1) ?? 0;
    if (bindsFirst(this.namespace) && !this.plan.bindsWithoutPort) return { low: 0, best: 0, high: waiting };
    const young = (seconds: number) => Math.min(waiting, Math.round(newest * seconds));
    return { low: waiting - young(10), best: waiting - young(will / 1000), high: waiting };
  }

  /** Used ports of the present range as those of the plan's. */
  private replaced(used: PortEstimate): PortEstimate {
    const { before, after, kept } = this.ports;
    const [gone, added] = [before - kept, after - kept];
    if (gone === 0 && added === 0) return used;
    const best = before === 0 ? 0 : Math.min(after, Math.round((used.best * kept) / before));
    return {
      low: Math.min(best, Math.max(0, used.low - gone)),
      best,
      high: Math.max(best, Math.min(after, Math.min(kept, used.high) + Math.min(added, this.unseen))),
    };
  }
}

function delayOf({ source, destination }: Tuple, settings: PortConfiguration["settings"]): number | null {
  const [local, remote] = [parseAddress(source), parseAddress(destination.address)];
  return local && remote ? reuseDelayMs(settings, local, remote, false) : null;
}

function overlapOf(present: PortConfiguration, plan: Plan): Overlap {
  const common = { low: Math.max(present.range.low, plan.range.low), high: Math.min(present.range.high, plan.range.high) };
  return {
    before: capacityOf(present.range, present.reserved),
    after: capacityOf(plan.range, plan.reserved),
    kept: common.low > common.high ? 0 : capacityOf(common, [...present.reserved, ...plan.reserved]),
  };
}

const flat = (ports: number): PortEstimate => ({ low: ports, best: ports, high: ports });
const between = (low: number, value: number, high: number): number => Math.min(high, Math.max(low, value));
