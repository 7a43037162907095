import type { History } from "../checklist/check.ts";
import type { Snapshot, Tuple } from "../host/snapshot.ts";
import type { DestinationSigns } from "./destination-signs.ts";

/** Growth is a leak only over time: a start or a burst looks the same for minutes. */
export const HISTORY_MINUTES = 30;
/** Growth over the history, relative to its beginning. */
const GROWTH_LEAST = 0.2;
/** Closes for each connection that was added, above which connections are not forgotten but used. */
const CLOSES_EACH = 0.2;
/** Share of capacity from which on there is no room to grow: a number that stands still there says nothing. */
const AT_LIMIT = 0.98;
const SAMPLES = 12;

/** How the live connections to one destination went; `before` is their number at the beginning. */
export type Course = { kind: "grows" | "steady"; before: number } | { kind: "unknown" };

/** `grows`: it never fell, rose by a fifth, and hardly any connection was closed. */
export function courseOf({ minutes, snapshots }: History, destination: DestinationSigns): Course {
  const { tuple, namespace, live, closesPerSecond } = destination;
  if (minutes < HISTORY_MINUTES) return { kind: "unknown" };
  const series = [...sampled(snapshots).flatMap((each) => liveBefore(each, namespace.id, tuple) ?? []), live];
  const [before = live] = series;
  const added = live - before;
  const isRising = series.length >= 4 && series.every((each, index) => index === 0 || each >= series[index - 1]! * 0.98);
  if (isRising && added >= GROWTH_LEAST * before && closesPerSecond * minutes * 60 <= CLOSES_EACH * added) return { kind: "grows", before };
  return closesPerSecond === 0 && tuple.used >= AT_LIMIT * tuple.capacity ? { kind: "unknown" } : { kind: "steady", before };
}

/** Enough of them to see a number rise, whatever the interval of the host. */
function sampled(snapshots: readonly Snapshot[]): Snapshot[] {
  const step = Math.max(1, Math.floor(snapshots.length / SAMPLES));
  return snapshots.filter((_, index) => index % step === 0);
}

/** What was live on this tuple then; null where it was not listed. */
function liveBefore({ namespaces }: Snapshot, namespaceId: string, { source, destination }: Tuple): number | null {
  const then = namespaces
    .find(({ id }) => id === namespaceId)
    ?.tuples.find(
      (each) => each.source === source && each.destination.address === destination.address && each.destination.port === destination.port,
    );
  return then ? then.established + then.closeWait + then.synSent + then.finWait : null;
}
