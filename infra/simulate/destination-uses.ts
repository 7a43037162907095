import type { PortCounts } from "./port-counts.ts";
import type { SimulatedHost } from "./simulated-host.ts";

/** One tuple of a host, seen from its destination. */
export interface DestinationUse {
  address: string;
  port: number;
  /** Ports. */
  used: number;
  capacity: number;
  closesPerSecond: number;
}

const TIME_WAIT_SECONDS = 60;

export const usesOf = (host: SimulatedHost, { entries, reusable, waiting, blocked, configuration }: PortCounts): DestinationUse[] =>
  host.tuples.map(({ destination }, at) => ({
    address: destination.address,
    port: destination.port,
    used: entries[at]! - reusable[at]! + blocked,
    capacity: configuration.capacity,
    closesPerSecond: waiting[at]! / TIME_WAIT_SECONDS,
  }));
