import type { Holder, ProcessUse, Tuple } from "../host/snapshot.ts";
import { meanClosesPerSecond } from "./churn.ts";

/** How one destination's connections are used. */
export interface Pooling {
  /** New connections per second: those seen to open, or the closes of the last minute where these are more. */
  connectionsPerSecond: number;
  /** Null where no earlier snapshot tells. */
  medianLifeMs: number | null;
  /** Entries in TIME_WAIT for each established connection; infinite where none is established. */
  waitingPerLive: number;
  /** Established ÷ (established + TIME_WAIT): 1 where connections are kept, near 0 where each is thrown away. */
  keptRatio: number;
}

/**
 * Both rates can only be too low: a connection that came and went between two snapshots and left no TIME_WAIT is not seen
 * to open, and one whose entry was taken over by the next has left no age. So the larger counts.
 */
export function poolingOf({ opensPerSecond, closesPerSecond, medianLifeMs, timeWait, established }: Tuple): Pooling {
  const entries = established + timeWait;
  return {
    connectionsPerSecond: Math.max(opensPerSecond ?? 0, meanClosesPerSecond(closesPerSecond)),
    medianLifeMs: medianLifeMs ?? null,
    waitingPerLive: timeWait === 0 ? 0 : timeWait / established,
    keptRatio: entries === 0 ? 1 : established / entries,
  };
}

/** Fewer new connections a second are nobody's trouble. */
export const CHURN_PER_SECOND = 10;
const CHURN_WAITING_PER_LIVE = 10;
const CHURN_LIFE_MS = 2_000;

/** Whether connections are made to be thrown away: many, and short or outnumbered by those that wait. */
export function churns(tuple: Tuple): boolean {
  const { connectionsPerSecond, medianLifeMs, waitingPerLive } = poolingOf(tuple);
  if (connectionsPerSecond < CHURN_PER_SECOND) return false;
  return waitingPerLive >= CHURN_WAITING_PER_LIVE || (medianLifeMs !== null && medianLifeMs < CHURN_LIFE_MS);
}

/** Process × destination: what one holder opens there. */
export interface HolderPooling {
  holder: Holder;
  connectionsPerSecond: number;
  runtime: string | null;
}

/**
 * Who makes a tuple's connections, the busiest first. Connections that are over tell it best; where nobody is known of
 * them, those that are open do.
 */
export function poolingByHolder(tuple: Tuple, processes: readonly ProcessUse[]): HolderPooling[] {
  const { connectionsPerSecond } = poolingOf(tuple);
  const ended = tuple.holders.filter(({ basis }) => basis === "inferred");
  const counted = ended.length > 0 ? ended : tuple.holders;
  return counted
    .toSorted((a, b) => b.share - a.share)
    .map((holder) => ({
      holder,
      connectionsPerSecond: connectionsPerSecond * holder.share,
      runtime: processes.find(({ name }) => name === holder.process)?.runtime ?? null,
    }));
}
