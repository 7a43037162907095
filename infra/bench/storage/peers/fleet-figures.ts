import { BUCKET_MS, DAY_MS } from "../../../simulate/durations.ts";
import { fillDay, noVerdicts } from "../../../simulate/load/fill-day.ts";
import { HostBuckets } from "../../../simulate/load/host-buckets.ts";
import type { LoadedFleet } from "../loaded-fleet.ts";

/** One figure of every host: the largest used share of each five minutes, in thousandths. */
export interface FleetFigures {
  /** Hostnames, by index. */
  hosts: readonly string[];
  startMs: number;
  endMs: number;
  slots: number;
  /** Slot `s` of host `h` stands at `h * slots + s`; -1 where nothing was heard or nothing could be read. */
  used: Int16Array;
}

const UNKNOWN = -1;

/** The same buckets as the product's own tables have been filled with. */
export function recordFigures({ model, endMs }: LoadedFleet, days: number): FleetFigures {
  const startMs = endMs - days * DAY_MS;
  const slots = (endMs - startMs) / BUCKET_MS;
  const used = new Int16Array(model.hosts.length * slots).fill(UNKNOWN);
  const day = new HostBuckets(model.hosts.length, DAY_MS / BUCKET_MS, BUCKET_MS);
  const standing = noVerdicts(model.hosts.length);
  for (let dayMs = Math.floor(startMs / DAY_MS) * DAY_MS; dayMs < endMs; dayMs += DAY_MS) {
    day.begin(dayMs);
    fillDay(model, day, { fromMs: startMs, untilMs: endMs }, standing);
    const first = (dayMs - startMs) / BUCKET_MS;
    for (let host = 0; host < day.hosts; host++)
      for (let slot = Math.max(0, -first); slot < Math.min(day.slots, slots - first); slot++) {
        const place = host * day.slots + slot;
        if (day.samples[place]! > 0) used[host * slots + first + slot] = day.usedMax[place]!;
      }
  }
  return { hosts: model.hosts.map(({ hostname }) => hostname), startMs, endMs, slots, used };
}

/** How many of them are known. */
export function pointsOf({ used }: FleetFigures): number {
  let points = 0;
  for (const value of used) if (value !== UNKNOWN) points++;
  return points;
}
