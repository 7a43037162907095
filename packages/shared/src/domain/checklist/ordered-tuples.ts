import type { NamespaceSnapshot, Snapshot, Tuple } from "../host/snapshot.ts";
import { tupleSubject } from "./subject.ts";
import { usedRatio } from "./used-ratio.ts";

/** The same snapshot with the tuples of each namespace in the one order that they have: of equals the first would decide. */
export const withOrderedTuples = (snapshot: Snapshot): Snapshot => ({ ...snapshot, namespaces: snapshot.namespaces.map(ordered) });

function ordered(namespace: NamespaceSnapshot): NamespaceSnapshot {
  if (namespace.tuples.length < 2) return namespace;
  return { ...namespace, tuples: namespace.tuples.toSorted((a, b) => byTightness(a, b) || byName(a, b)) };
}

const byTightness = (a: Tuple, b: Tuple): number => usedRatio(b) - usedRatio(a) || a.headroom.low - b.headroom.low || b.used - a.used;

/** Then whose ports are on their way back: it has the more to tell. */
function byName(a: Tuple, b: Tuple): number {
  if (a.timeWait !== b.timeWait) return b.timeWait - a.timeWait;
  const [left, right] = [tupleSubject(a), tupleSubject(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
