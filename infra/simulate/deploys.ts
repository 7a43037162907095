import { BUCKET_MS, DAY_MS, HOUR_MS } from "./durations.ts";
import { hashOf, unitOf } from "./hash-noise.ts";

const DEPLOYS_PER_DAY = 0.15;
const ROLLOUT_BUCKETS = 8;
/** Beyond the last of these days a service keeps its level. */
const DAYS_MAX = 400;

/** What the deploys of one service did to its load, day by day from the model's first. */
export interface Deploys {
  /** Load against the original, from that day's deploy on; on a day without one, the same as the day before. */
  levels: Float64Array;
  /** When the first host got it, in ms from midnight UTC; 0 on a day without one. */
  startsMs: Float64Array;
}

export function deploysOf(seed: number, serviceIndex: number): Deploys {
  const levels = new Float64Array(DAYS_MAX).fill(1);
  const startsMs = new Float64Array(DAYS_MAX);
  for (let day = 1; day < DAYS_MAX; day++) {
    const isDeployed = unitOf(seed, serviceIndex, day * 4) < DEPLOYS_PER_DAY;
    levels[day] = isDeployed ? 0.8 + 0.55 * unitOf(seed, serviceIndex, day * 4 + 1) : levels[day - 1]!;
    startsMs[day] = isDeployed ? 8 * HOUR_MS + (hashOf(seed, serviceIndex, day * 4 + 2) % 96) * BUCKET_MS : 0;
  }
  return { levels, startsMs };
}

/** A roll-out reaches the hosts one after the other, each on a bucket's bound. */
export const rolloutDelayMs = (seed: number, hostIndex: number): number => (hashOf(seed, hostIndex, 0) % ROLLOUT_BUCKETS) * BUCKET_MS;

/** `sinceMs` counts from the model's first midnight. */
export function deployLevelAt({ levels, startsMs }: Deploys, sinceMs: number, delayMs: number): number {
  const day = Math.floor(sinceMs / DAY_MS);
  if (day < 1) return 1;
  if (day >= DAYS_MAX) return levels[DAYS_MAX - 1]!;
  return levels[sinceMs - day * DAY_MS < startsMs[day]! + delayMs ? day - 1 : day]!;
}
