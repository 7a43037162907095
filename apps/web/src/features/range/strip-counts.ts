import type { Tuple } from "@berth/shared/domain/host/snapshot.ts";
import { intervalSize, type PortInterval } from "@berth/shared/domain/network/port-interval.ts";
import type { StripHalves } from "./strip-cells.ts";

export interface StripCounts {
  live: number;
  timeWait: number;
  blocked: number;
  reserved: number;
  free: number;
  /** Told from the tuple itself; otherwise read off the cells, of which each counts as what dominates it. */
  isExact: boolean;
}

/** What the picture shows, in ports. */
export function stripCounts(halves: StripHalves, range: PortInterval, capacity: number | null, tuple: Tuple | undefined): StripCounts {
  const size = intervalSize(range);
  const reserved = capacity === null ? 0 : size - capacity;
  if (tuple) {
    const timeWait = tuple.timeWait - tuple.reusableTimeWait;
    return {
      live: Math.max(0, tuple.held - timeWait),
      timeWait: Math.min(timeWait, tuple.held),
      blocked: tuple.blocked,
      reserved,
      free: tuple.capacity - tuple.used,
      isExact: true,
    };
  }
  const cells = [...halves.even, ...halves.odd];
  const taken = (...kinds: string[]) => cells.filter(({ kind }) => kinds.includes(kind)).reduce((sum, cell) => sum + cell.taken, 0);
  const [live, timeWait, blocked] = [taken("live"), taken("timeWaitOld", "timeWaitMid", "timeWaitNew"), taken("blocked")];
  return { live, timeWait, blocked, reserved, free: size - reserved - live - timeWait - blocked, isExact: false };
}
