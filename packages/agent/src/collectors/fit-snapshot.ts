import { printableText, shortenedText } from "@berth/shared/domain/evidence/printable-text.ts";
import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { NamespaceSnapshot, Snapshot, Tuple } from "@berth/shared/domain/host/snapshot.ts";
import { boundHostParts, type HostList, keepExcluded, keepFirewall, keepInList, keepNodePorts, keepReplayNames } from "./bound-parts.ts";
import { gap } from "./gap-from-error.ts";

/** Sent with its setup beside it, a snapshot names each of 200 namespaces and its listeners twice. */
const SETUP_BYTES = 10 * 1024;
/** The wire's limits: 256 KiB a line. */
const SNAPSHOT_BYTES_MAX = 256 * 1024 - SETUP_BYTES;
/** Kept free for the gap that says that something was left out. */
const NOTE_BYTES = 1024;
const GAPS_MAX = 500;
const NAMESPACES_MAX = 200;
const RESERVED_INTERVALS_MAX = 4096;
const NAME_LENGTH_MAX = 256;

/** What the last step leaves. */
const LAST_INTERVALS = 256;
const LAST_LABELS = 32;
const LAST_GAPS = 100;
const LAST_HINT_LENGTH = 80;

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
  (snapshot) => keepReplayNames(snapshot, 20),
  (snapshot) => keepHost(snapshot, { published: 100, nodePorts: 200, changes: 25, configured: 100 }),
  (snapshot) => keepGaps(snapshot, 200),
  (snapshot) => keepHost(snapshot, { logs: 20, failures: 40, configured: 40, services: 20 }),
  (snapshot) => everywhere(snapshot, (namespace) => keepFirewall(snapshot, namespace, 64, 5)),
  (snapshot) => keepExcluded(snapshot, 0),
  ...[100, 50, 25, 10, 1].map((keep) => (snapshot: Snapshot) => keepNamespaces(snapshot, keep)),
  keepBare,
];

/**
 * Brings a snapshot within the wire's limits by giving its namespaces other lists, never by changing a list: pictures of empty ranges and tuples go first, then processes, strips, pools and listeners,
 * then most of what lists of the whole host hold, and whole namespaces last (the roomiest first, never the agent's own). Every
 * loss is said, by `coverage` and a gap.
 */
export function fitSnapshot(snapshot: Snapshot): Snapshot {
  boundHostParts(snapshot);
  keepNamespaces(snapshot, NAMESPACES_MAX);
  for (const namespace of snapshot.namespaces) boundNamespace(namespace, snapshot);
  keepGaps(snapshot, GAPS_MAX);
  let json = JSON.stringify(snapshot);
  if (HOSTILE.test(json)) {
    Object.assign(snapshot, cleaned(snapshot));
    json = JSON.stringify(snapshot);
  }
  if (bytesOf(json) <= SNAPSHOT_BYTES_MAX) return snapshot;
  let steps = 0;
  while (bytesOf(json) > SNAPSHOT_BYTES_MAX - NOTE_BYTES && steps < STEPS.length) {
    STEPS[steps++]!(snapshot);
    keepGaps(snapshot, GAPS_MAX - 1);
    json = JSON.stringify(snapshot);
  }
  const hint = `the snapshot was over ${SNAPSHOT_BYTES_MAX} bytes: details were left out (step ${steps})`;
  snapshot.gaps.push(gap("tuples", "truncated", null, hint));
  return snapshot;
}

const encoder = new TextEncoder();
const bytesOf = (json: string): number => encoder.encode(json).length;

/** As JSON writes NUL and halves of surrogate pairs, which no database takes, and other control characters, six bytes each. */
const HOSTILE = /\\u(?:00[01]|d[89a-f])/;

/** What a collector let through is made printable here: one such text would cost the whole snapshot. */
function cleaned<T>(value: T): T;
function cleaned(value: unknown): unknown {
  if (typeof value === "string") return printableText(value, value.length);
  if (Array.isArray(value)) return value.map((each) => cleaned(each));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [cleaned(key), cleaned(each)]));
}

function everywhere(snapshot: Snapshot, change: (namespace: NamespaceSnapshot) => void): void {
  for (const namespace of snapshot.namespaces) change(namespace);
}

function boundNamespace(namespace: NamespaceSnapshot, snapshot: Snapshot): void {
  namespace.name = printableText(namespace.name ?? "", NAME_LENGTH_MAX) || null;
  keepFirewall(snapshot, namespace);
  keepReserved(snapshot, namespace, RESERVED_INTERVALS_MAX);
}

function keepReserved(snapshot: Snapshot, namespace: NamespaceSnapshot, count: number): void {
  if (namespace.reserved !== null && namespace.reserved.length > count) {
    const hint = `${namespace.reserved.length} reserved intervals are more than a snapshot carries`;
    snapshot.gaps.push(gap("reservedPorts", "truncated", namespace.id, hint));
    namespace.reserved = null;
  }
}

/**
 * At most so many gaps, those of the whole host and of the agent's own namespace first. Others of a part and a reason become
 * one, of the whole host: what was not read in some namespace may then be called unread in all, and never the other way round.
 */
function keepGaps(snapshot: Snapshot, count: number): void {
  if (snapshot.gaps.length <= count) return;
  const listed = new Set(snapshot.namespaces.map(({ id }) => id));
  const own = snapshot.namespaces[0]?.id ?? null;
  const isNear = ({ namespaceId }: Gap) => namespaceId === null || namespaceId === own;
  const kindOf = ({ part, reason, namespaceId }: Gap): string =>
    namespaceId === null || listed.has(namespaceId) ? `${part} ${reason}` : "namespaces truncated";
  const gaps = [...snapshot.gaps.filter(isNear), ...snapshot.gaps.filter((each) => !isNear(each))];
  let room = Math.max(0, count - 1);
  while (room > 0 && room + new Set(gaps.slice(room).map(kindOf)).size > count) room--;
  const left = new Map<string, Gap[]>();
  for (const each of gaps.slice(room)) left.set(kindOf(each), [...(left.get(kindOf(each)) ?? []), each]);
  const folded = [...left].map(([kind, each]) => {
    const [part, reason] = kind.split(" ") as [Gap["part"], Gap["reason"]];
    return each.length === 1 && isNear(each[0]!) ? each[0]! : gap(part, reason, null, `${each.length} more gaps were left out`);
  });
  snapshot.gaps = [...gaps.slice(0, room), ...folded];
}

function keepHost(snapshot: Snapshot, { nodePorts, ...lists }: Partial<Record<HostList | "nodePorts", number>>): void {
  for (const [part, count] of Object.entries(lists)) keepInList(snapshot, part as HostList, count);
  if (nodePorts !== undefined) keepNodePorts(snapshot, nodePorts);
}

/** The agent's own namespace and a little of every list: it fits whatever there is. */
function keepBare(snapshot: Snapshot): void {
  const few = 5;
  keepHost(snapshot, { failures: few, logs: few, configured: few, changes: few, published: few, services: few, nodePorts: few });
  keepReplayNames(snapshot, 0);
  everywhere(snapshot, (namespace) => {
    keepFirewall(snapshot, namespace, few, 1);
    keepReserved(snapshot, namespace, LAST_INTERVALS);
    namespace.pools = namespace.pools.slice(0, 1);
    namespace.listeners = namespace.listeners.slice(0, few);
    namespace.strip = null;
  });
  snapshot.host = { ...snapshot.host, labels: Object.fromEntries(Object.entries(snapshot.host.labels).slice(0, LAST_LABELS)) };
  keepGaps(snapshot, LAST_GAPS);
  snapshot.gaps = snapshot.gaps.map((each) => ({ ...each, hint: shortenedText(each.hint, LAST_HINT_LENGTH) }));
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
  const left = new Set(others.filter((namespace) => !tightest.has(namespace)).map(({ id }) => id));
  snapshot.gaps = snapshot.gaps.filter(({ namespaceId }) => namespaceId === null || !left.has(namespaceId));
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
