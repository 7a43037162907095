import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { composeSnapshot } from "./compose-snapshot.ts";
import { type DayPlan, isWithin, planDay } from "./day-plan.ts";
import { deploysOf } from "./deploys.ts";
import { type DestinationUse, usesOf } from "./destination-uses.ts";
import { DAY_MS } from "./durations.ts";
import { type FiveMinutes, fiveMinutesOf } from "./five-minutes.ts";
import { countPorts, emptyCounts, type FleetWorld } from "./port-counts.ts";
import { figuresOf, type SampleFigures } from "./sample-figures.ts";
import { weekOf } from "./season.ts";
import { SERVICES, ZONES } from "./services.ts";
import { drawHost, type SimulatedHost } from "./simulated-host.ts";

export interface FleetOptions {
  /** How many. A larger fleet of the same seed begins with the same hosts. */
  hosts: number;
  seed: number;
  /** Midnight UTC of the first day, epoch ms: growth, deploys and drift count from it. 2026-01-01 unless it is said. */
  firstMs?: number;
}

/** A fleet whose every moment is a function of seed, host and time: ask in any order. Times are epoch ms. */
export interface FleetModel {
  hosts: readonly SimulatedHost[];
  firstMs: number;
  /** Null while nothing is heard of the host. */
  figuresAt(hostIndex: number, atMs: number): SampleFigures | null;
  /** `fromMs` is a multiple of five minutes. Null where nothing is heard of the host. */
  fiveMinutes(hostIndex: number, fromMs: number): FiveMinutes | null;
  /** The same moment as `figuresAt`, whole. Null while nothing is heard of the host. */
  snapshotAt(hostIndex: number, atMs: number): Snapshot | null;
  /** What the tuples of that snapshot say of its destinations, for a fraction of its cost. Null where none could be read. */
  destinationsAt(hostIndex: number, atMs: number): DestinationUse[] | null;
}

const FIRST_MS = Date.UTC(2026, 0, 1);

/** @public */
export function fleetModel({ hosts: count, seed, firstMs = FIRST_MS }: FleetOptions): FleetModel {
  const hosts = drawFleet(seed, count);
  const world: FleetWorld = {
    firstMs,
    weeks: SERVICES.map((service) => ZONES.map(({ hoursAhead }) => weekOf(service, hoursAhead))),
    deploys: SERVICES.map((_, index) => deploysOf(seed, index)),
  };
  const counts = emptyCounts();
  const planOf = rememberedPlans(hosts);

  function figuresIn(host: SimulatedHost, plan: DayPlan, atMs: number): SampleFigures | null {
    if (isWithin(plan.silence, atMs)) return null;
    countPorts(world, host, plan, atMs, counts);
    return figuresOf(host, counts, plan, atMs);
  }

  return {
    hosts,
    firstMs,
    figuresAt: (hostIndex, atMs) => figuresIn(hosts[hostIndex]!, planOf(hostIndex, atMs), atMs),
    fiveMinutes(hostIndex, fromMs) {
      const [host, plan] = [hosts[hostIndex]!, planOf(hostIndex, fromMs)];
      return fiveMinutesOf(plan, fromMs, (atMs) => figuresIn(host, plan, atMs));
    },
    snapshotAt(hostIndex, atMs) {
      const plan = planOf(hostIndex, atMs);
      return isWithin(plan.silence, atMs) ? null : composeSnapshot(world, hosts[hostIndex]!, plan, atMs);
    },
    destinationsAt(hostIndex, atMs) {
      const [host, plan] = [hosts[hostIndex]!, planOf(hostIndex, atMs)];
      if (isWithin(plan.silence, atMs) || isWithin(plan.blindness, atMs)) return null;
      countPorts(world, host, plan, atMs, counts);
      return usesOf(host, counts);
    },
  };
}

/** `checkout-07.eu1`: numbered within service and zone. */
function drawFleet(seed: number, count: number): SimulatedHost[] {
  const numbers = new Map<string, number>();
  const hostname = (service: string, zone: string) => {
    const number = (numbers.get(`${service}.${zone}`) ?? 0) + 1;
    numbers.set(`${service}.${zone}`, number);
    return `${service}-${String(number).padStart(2, "0")}.${zone}`;
  };
  return Array.from({ length: count }, (_, index) => drawHost(seed, index, hostname));
}

/** The last day that was asked for of each host: a day is drawn once, whether hosts or hours are walked through first. */
function rememberedPlans(hosts: readonly SimulatedHost[]): (hostIndex: number, atMs: number) => DayPlan {
  const plans = new Array<DayPlan | undefined>(hosts.length).fill(undefined);
  return (hostIndex, atMs) => {
    const day = Math.floor(atMs / DAY_MS);
    const remembered = plans[hostIndex];
    if (remembered?.day === day) return remembered;
    const plan = planDay(hosts[hostIndex]!, day);
    plans[hostIndex] = plan;
    return plan;
  };
}
