import type { Destination, NamespaceSnapshot, Tuple } from "../host/snapshot.ts";
import { meanClosesPerSecond } from "../ports/churn.ts";
import type { Headroom } from "../ports/headroom.ts";
import { usedRatio } from "./used-ratio.ts";

/** The tuple that a host's one figure stands for. */
export interface TightestTuple {
  namespaceId: string;
  namespaceName: string | null;
  protocol: "tcp";
  source: string;
  destination: Destination;
  capacity: number;
  used: number;
  /** 0 to 1. */
  usedRatio: number;
  headroom: Headroom;
  /** Mean of the last minute. */
  closesPerSecond: number;
}

/** A tuple beside the namespace it belongs to. */
export interface PlacedTuple<N = NamespaceSnapshot> {
  namespace: N;
  tuple: Tuple;
}

/** A namespace's name belongs to its setup, which a sample alone does not have. */
type Namespaces = { namespaces: readonly (Pick<NamespaceSnapshot, "id" | "tuples"> & { name?: string | null })[] };

/** Highest used ÷ capacity over all namespaces; of equals, the one whose headroom is surely smaller. Null without a tuple. */
export function tightestTuple(snapshot: Namespaces): TightestTuple | null {
  const tightest = findTightest(snapshot);
  if (tightest === null) return null;
  const { namespace, tuple } = tightest;
  return {
    namespaceId: namespace.id,
    namespaceName: namespace.name ?? null,
    protocol: tuple.protocol,
    source: tuple.source,
    destination: tuple.destination,
    capacity: tuple.capacity,
    used: tuple.used,
    usedRatio: usedRatio(tuple),
    headroom: tuple.headroom,
    closesPerSecond: meanClosesPerSecond(tuple.closesPerSecond),
  };
}

export const findTightest = <N extends Pick<NamespaceSnapshot, "tuples">>({
  namespaces,
}: {
  namespaces: readonly N[];
}): PlacedTuple<N> | null =>
  namespaces
    .flatMap((namespace) => namespace.tuples.map((tuple) => ({ namespace, tuple })))
    .reduce<PlacedTuple<N> | null>((best, each) => (best === null || isTighter(each.tuple, best.tuple) ? each : best), null);

function isTighter(a: Tuple, b: Tuple): boolean {
  const difference = usedRatio(a) - usedRatio(b);
  return difference > 0 || (difference === 0 && a.headroom.low < b.headroom.low);
}
