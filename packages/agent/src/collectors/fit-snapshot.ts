import type { NamespaceSnapshot, Snapshot, Tuple } from "@berth/shared/domain/host/snapshot.ts";
import { gap } from "./gap-from-error.ts";

/** The wire's limits. */
const SNAPSHOT_BYTES_MAX = 256 * 1024;
const GAPS_MAX = 500;
const RESERVED_INTERVALS_MAX = 4096;
const NAME_LENGTH_MAX = 256;

/** What is given up, in this order, until the snapshot is small enough. */
const STEPS: readonly ((snapshot: Snapshot) => void)[] = [
  (snapshot) => everywhere(snapshot, (namespace) => Object.assign(namespace, namespace.tcpPortsInRange === 0 ? { strip: null } : {})),
  ...[10, 5, 2, 1].map((keep) => (snapshot: Snapshot) => everywhere(snapshot, (namespace) => keepTuples(namespace, keep))),
  (snapshot) =>
    everywhere(snapshot, (namespace) => {
      if (namespace.processes.length > 0) snapshot.gaps.push(gap("processes", "truncated", namespace.id, "they were left out"));
      namespace.processes = [];
    }),
  (snapshot) => everywhere(snapshot, (namespace) => Object.assign(namespace, { strip: null })),
  (snapshot) =>
    everywhere(snapshot, (namespace) => {
      if (namespace.pools.length > 3) snapshot.gaps.push(gap("pools", "truncated", namespace.id, "only the three tightest were kept"));
      if (namespace.listeners.length > 10) snapshot.gaps.push(gap("listeners", "truncated", namespace.id, "only ten were kept"));
      namespace.pools = namespace.pools.slice(0, 3);
      namespace.listeners = namespace.listeners.slice(0, 10);
    }),
  ...[100, 50, 25, 10, 1].map((keep) => (snapshot: Snapshot) => keepNamespaces(snapshot, keep)),
];

/**
 * Brings a snapshot within the wire's limits by giving its namespaces other lists, never by changing a list: pictures of empty ranges and tuples go first, then processes, strips, pools and listeners,
 * whole namespaces last (the roomiest first, never the agent's own). Every loss is said, by `coverage` and a gap.
 */
export function fitSnapshot(snapshot: Snapshot): Snapshot {
  for (const namespace of snapshot.namespaces) boundNamespace(namespace, snapshot);
  let steps = 0;
  while (jsonBytes(snapshot) > SNAPSHOT_BYTES_MAX && steps < STEPS.length) STEPS[steps++]!(snapshot);
  if (steps > 0)
    snapshot.gaps.push(
      gap("tuples", "truncated", null, `the snapshot was over ${SNAPSHOT_BYTES_MAX} bytes: details were left out (step ${steps})`),
    );
  boundGaps(snapshot);
  return snapshot;
}

const encoder = new TextEncoder();
const jsonBytes = (snapshot: Snapshot): number => encoder.encode(JSON.stringify(snapshot)).length;

function everywhere(snapshot: Snapshot, change: (namespace: NamespaceSnapshot) => void): void {
  for (const namespace of snapshot.namespaces) change(namespace);
}

function boundNamespace(namespace: NamespaceSnapshot, snapshot: Snapshot): void {
  namespace.name = namespace.name?.slice(0, NAME_LENGTH_MAX) || null;
  if (namespace.reserved !== null && namespace.reserved.length > RESERVED_INTERVALS_MAX) {
    const hint = `${namespace.reserved.length} reserved intervals are more than a snapshot carries`;
    snapshot.gaps.push(gap("reservedPorts", "truncated", namespace.id, hint));
    namespace.reserved = null;
  }
}

/** The first 499 gaps and one that says how many more there are. */
function boundGaps(snapshot: Snapshot): void {
  const left = snapshot.gaps.length - (GAPS_MAX - 1);
  if (left <= 1) return;
  snapshot.gaps.length = GAPS_MAX - 1;
  snapshot.gaps.push(gap("namespaces", "truncated", null, `${left} more gaps were left out`));
}

function keepTuples(namespace: NamespaceSnapshot, keep: number): void {
  const { tuples, otherTuples } = namespace;
  const dropped = tuples.slice(keep);
  if (dropped.length === 0) return;
  const listed = sumOf(tuples, entriesOf);
  const total = listed + otherTuples.entries;
  namespace.tuples = tuples.slice(0, keep);
  namespace.otherTuples = {
    count: otherTuples.count + dropped.length,
    entries: otherTuples.entries + sumOf(dropped, entriesOf),
    worstUsedRatio: Math.max(otherTuples.worstUsedRatio ?? 0, ...dropped.map(usedRatio)),
    coverage: total === 0 ? 1 : sumOf(namespace.tuples, entriesOf) / total,
  };
}

function keepNamespaces(snapshot: Snapshot, keep: number): void {
  const [own, ...others] = snapshot.namespaces;
  if (own === undefined || others.length < keep) return;
  const tightest = new Set([...others].sort((a, b) => tightness(b) - tightness(a)).slice(0, keep - 1));
  const kept = others.filter((namespace) => tightest.has(namespace));
  snapshot.gaps.push(gap("namespaces", "truncated", null, `${others.length - kept.length} roomy network namespaces were left out`));
  snapshot.namespaces = [own, ...kept];
}

/** What could not be read is never the first to go. */
const tightness = ({ tuples, pools, capacity, tcpStates }: NamespaceSnapshot): number =>
  capacity === null || tcpStates === null
    ? Number.POSITIVE_INFINITY
    : Math.max(0, ...tuples.map(usedRatio), ...pools.map(({ used, capacity }) => (capacity === 0 ? 1 : used / capacity)));

const usedRatio = ({ used, capacity }: Tuple): number => (capacity === 0 ? 1 : used / capacity);
const entriesOf = (tuple: Tuple): number => tuple.established + tuple.timeWait + tuple.closeWait + tuple.synSent + tuple.finWait;
const sumOf = <T>(items: readonly T[], amount: (item: T) => number): number => items.reduce((sum, item) => sum + amount(item), 0);
