import { type DayPlan, surgeAt } from "./day-plan.ts";
import { type Deploys, deployLevelAt } from "./deploys.ts";
import { MINUTE_MS, WEEK_MS } from "./durations.ts";
import { smoothNoise } from "./hash-noise.ts";
import { configurationAt, type HostConfiguration, STANDARD } from "./host-configuration.ts";
import { leakedPorts } from "./leaked-ports.ts";
import { seasonAt } from "./season.ts";
import { SERVICES } from "./services.ts";
import { type SimulatedHost, TUPLES_MAX } from "./simulated-host.ts";

/** What all hosts share. */
export interface FleetWorld {
  /** Midnight UTC of the model's first day: growth, deploys and drift count from it. */
  firstMs: number;
  /** By service, then by zone. */
  weeks: readonly (readonly Float64Array[])[];
  /** By service. */
  deploys: readonly Deploys[];
}

/** Ports of one host at one time, by tuple: what both the figures and the snapshot are made of. Reused from call to call. */
export interface PortCounts {
  configuration: HostConfiguration;
  /** Ports that no tuple can have: listeners inside the range. */
  blocked: number;
  /** Entries of each tuple, reusable ones included. */
  entries: Int32Array;
  waiting: Int32Array;
  /** Part of `waiting` that a new connection may take over. */
  reusable: Int32Array;
  /** Part of the leaking tuple's entries that was leaked, and part of these whose peer has closed. */
  leaked: number;
  leakedCloseWait: number;
  /** Index of the tightest tuple; the first of equals. */
  tightest: number;
  /** Ports of the tightest tuple, `blocked` included. */
  used: number;
  /** Largest TIME_WAIT of a tuple. */
  waitingMost: number;
  /** Some tuple's connections are made to be thrown away. */
  isChurning: boolean;
  /** Distinct ports that TCP holds. */
  distinct: number;
  udpPorts: number;
}

export const emptyCounts = (): PortCounts => ({
  configuration: STANDARD,
  blocked: 0,
  entries: new Int32Array(TUPLES_MAX),
  waiting: new Int32Array(TUPLES_MAX),
  reusable: new Int32Array(TUPLES_MAX),
  leaked: 0,
  leakedCloseWait: 0,
  tightest: 0,
  used: 0,
  waitingMost: 0,
  isChurning: false,
  distinct: 0,
  udpPorts: 0,
});

const FAST_MS = 5 * MINUTE_MS;
const SLOW_MS = 40 * MINUTE_MS;
const GROWTH_WEEKS_MAX = 26;
/** Daily load alone takes no more than this of the range: somebody would have added hosts. */
const LOAD_RATIO_MAX = 0.9;
/** A surge opens and closes: so much of it is TIME_WAIT. */
const SURGE_WAITING = 0.9;
/** From so many closes a second on, and so many entries for each live connection, the check `pool-churn` speaks. */
const CHURN = { perSecond: 10, waitingPerLive: 10 } as const;
const CHURN_WAITING = CHURN.perSecond * 60;
/** tcp_tw_reuse_delay of kernels that have no such setting ÷ TIME_WAIT: the share of entries too young to be taken over. */
const YOUNG_SHARE = 2 / 60;

/** Fills `counts` with the ports of a host at a time; `plan` is that of the time's day. */
export function countPorts(world: FleetWorld, host: SimulatedHost, plan: DayPlan, atMs: number, counts: PortCounts): void {
  const sinceMs = atMs - world.firstMs;
  const configuration = configurationAt(host.configuration, sinceMs);
  const blocked = host.listeners.length;
  const room = configuration.capacity - blocked;
  const mayReuse = configuration.tcpTwReuse === 1;
  const fast = smoothNoise(host.seed, 5, atMs, FAST_MS);
  const slow = smoothNoise(host.seed, 6, atMs, SLOW_MS);
  const season = seasonAt(world.weeks[host.serviceIndex]![host.zoneIndex]!, atMs);
  const deploy = deployLevelAt(world.deploys[host.serviceIndex]!, sinceMs, host.rolloutDelayMs);
  const level = season * deploy * growthAt(host.serviceIndex, sinceMs) * (1 + host.sway.fast * fast + host.sway.slow * slow);
  const surge = surgeAt(plan.surge, atMs);

  let isChurning = false;
  let [tightest, heldMost, waitingMost, leaked, freeShare] = [0, -1, 0, 0, 1];
  for (let index = 0; index < host.tuples.length; index++) {
    const tuple = host.tuples[index]!;
    const strays = 1 + 0.3 * (tuple.followsFast * fast + tuple.followsSlow * slow);
    let entries = Math.max(1, Math.round(Math.min(tuple.ports * level * strays, LOAD_RATIO_MAX * room)));
    let waiting = Math.floor(entries * tuple.waiting);
    if (index === 0 && surge > 0) {
      const more = Math.max(0, Math.round((room - entries) * surge));
      entries += more;
      waiting += Math.floor(more * SURGE_WAITING);
    }
    if (host.leak?.tuple === index) {
      leaked = Math.min(Math.floor(leakedPorts(host.leak, host.seed, atMs)), Math.floor((room - entries) * LOAD_RATIO_MAX));
      entries += leaked;
    }
    const reusable = mayReuse ? waiting - Math.ceil(waiting * YOUNG_SHARE) : 0;
    counts.entries[index] = entries;
    counts.waiting[index] = waiting;
    counts.reusable[index] = reusable;
    freeShare *= 1 - entries / room;
    if (waiting > waitingMost) waitingMost = waiting;
    if (waiting >= CHURN_WAITING && waiting >= CHURN.waitingPerLive * (entries - waiting)) isChurning = true;
    if (entries - reusable > heldMost) {
      heldMost = entries - reusable;
      tightest = index;
    }
  }
  counts.configuration = configuration;
  counts.blocked = blocked;
  counts.leaked = leaked;
  counts.leakedCloseWait = host.leak?.kind === "closeWait" ? leaked : 0;
  counts.tightest = tightest;
  counts.used = heldMost + blocked;
  counts.waitingMost = waitingMost;
  counts.isChurning = isChurning;
  counts.distinct = blocked + Math.round(room * (1 - freeShare));
  counts.udpPorts = Math.min(configuration.capacity, Math.max(1, Math.round(host.udpPorts * (0.6 + 0.4 * level))));
}

const growthAt = (serviceIndex: number, sinceMs: number): number =>
  1 + SERVICES[serviceIndex]!.growthPerWeek * Math.min(GROWTH_WEEKS_MAX, Math.max(0, sinceMs / WEEK_MS));
