import type { NamespaceSnapshot, Tuple } from "@berth/shared/domain/host/snapshot.ts";

/**
 * Closes and releases of tuples whose TIME_WAIT entries have no age. Entries ÷ hold is the mean of the last hold (each closed
 * within it), so every window gets that mean, and as many ports come back in every coming second. When within the hold it
 * was cannot be told: `hasTimeWaitAges` says so.
 */
export function spreadCloses(namespace: NamespaceSnapshot, holdSeconds: number): NamespaceSnapshot {
  const spread = (tuple: Tuple): Tuple => {
    const perSecond = tuple.timeWait / holdSeconds;
    const backBy = (second: number) => Math.min(tuple.timeWait, Math.floor(perSecond * second));
    return {
      ...tuple,
      closesPerSecond: tuple.closesPerSecond.map(() => perSecond),
      releases: tuple.releases.map((_, second) => backBy(second + 1) - backBy(second)),
    };
  };
  return { ...namespace, hasTimeWaitAges: false, tuples: namespace.tuples.map(spread) };
}
