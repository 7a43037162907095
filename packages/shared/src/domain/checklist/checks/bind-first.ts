import type { NamespaceSnapshot, Snapshot, Tuple } from "../../host/snapshot.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts, type UnknownCause } from "../check.ts";
import { outcomeOf } from "../outcome.ts";
import { namespaceFigure } from "../subject.ts";

/** Below this use of the range it costs nobody anything. */
const HOST_USED = 0.4;
/** Fewer connections say nothing certain. */
const CONNECTIONS_MIN = 1_000;
/** Ports that two destinations would have shared by chance: without even a fifth of these, something keeps them apart. */
const SHARED_OF_EXPECTED = 0.2;
/** The snapshot must list nearly all connections for their ports to be counted against them. */
const COVERAGE_MIN = 0.95;
const ERROR_MINUTES = 15;
/** EADDRINUSE on Linux, WSAEADDRINUSE on Windows. */
const ADDRESS_IN_USE = new Set([98, 10_048]);

/**
 * bind() with port 0 before connect(): each connection then takes a port from every destination. Told by ports that no two
 * destinations share although chance would have it so, and by ports that the model finds bound beside listeners and idle
 * sockets.
 *
 * Without an auto-reuse range Windows never shares a port, whoever binds: there it cannot be told.
 */
export const bindFirst = defineCheck({
  id: "bind-first",
  number: 17,
  founding: null,
  needs: { parts: ["tcp", "range"], minutes: 0 },
  platforms: ["linux", "windows"],

  evaluate({ current, policy }: Facts): CheckOutcome {
    if (current.host.os === "windows" && !sharesPorts(current)) return { status: "not_applicable", why: "platform" };
    const isRefused = wasRefused(current);
    const busy = current.namespaces.filter(
      ({ capacity, tcpPortsInRange }) => capacity && tcpPortsInRange !== null && tcpPortsInRange / capacity > HOST_USED,
    );
    const found = busy.flatMap((namespace) => {
      const capacity = namespace.capacity ?? 0;
      const used = (namespace.tcpPortsInRange ?? 0) / capacity;
      return binders(namespace, capacity).map((binder) => ({ binder, namespace, used }));
    });
    const isFail = ({ used }: { used: number }) => isRefused || used > policy.host.failRatio;
    return outcomeOf({
      fail: found.filter(isFail).map((each) => evidence(each, policy.host.failRatio)),
      warn: found.filter((each) => !isFail(each)).map((each) => evidence(each, HOST_USED)),
      causes: busy.some(isGuessed) ? [LEFT_OUT] : [],
    });
  },
});

const LEFT_OUT: UnknownCause = { kind: "gap", part: "tuples", reason: "truncated", hint: "" };

const sharesPorts = ({ windows }: Snapshot): boolean => typeof windows?.autoReuse === "object" && windows.autoReuse !== null;

/** One local address whose connections seem to bind first. */
interface Binder {
  source: string;
  ports: number;
  connections: number;
  destinations: number;
  process: string | null;
}

function binders(namespace: NamespaceSnapshot, capacity: number): Binder[] {
  const towards = (source: string) => namespace.tuples.filter((tuple) => tuple.source === source);
  const sources = [...new Set(namespace.tuples.map(({ source }) => source))].map((source) => binderOf(namespace, source, towards(source)));
  const apart = sources.filter((binder) => keepsApart(binder, towards(binder.source), namespace, capacity));
  if (apart.length > 0) return apart;
  // The model sees that ports are bound, not on which address: the one with most connections stands for them.
  const bound = boundAndConnected(namespace, isListed(namespace) ? likelyBlocked : surelyBlocked);
  const [busiest] = sources.toSorted((a, b) => b.connections - a.connections);
  if (!busiest || bound < CONNECTIONS_MIN) return [];
  const { count, entries } = namespace.otherTuples;
  return [{ ...busiest, ports: bound, connections: busiest.connections + entries, destinations: busiest.destinations + count }];
}

const isListed = ({ otherTuples }: NamespaceSnapshot): boolean => otherTuples.coverage >= COVERAGE_MIN;

/** Ports would be bound by the likeliest figure alone, which connections that are not listed explain as well. */
const isGuessed = (namespace: NamespaceSnapshot): boolean =>
  !isListed(namespace) &&
  boundAndConnected(namespace, likelyBlocked) >= CONNECTIONS_MIN &&
  boundAndConnected(namespace, surelyBlocked) < CONNECTIONS_MIN;

function binderOf({ pools }: NamespaceSnapshot, source: string, tuples: readonly Tuple[]): Binder {
  const pool = pools.find((each) => each.source === source);
  return {
    source,
    ports: pool?.used ?? 0,
    connections: tuples.reduce((sum, tuple) => sum + entriesOf(tuple), 0),
    destinations: tuples.length,
    process: tuples.toSorted((a, b) => entriesOf(b) - entriesOf(a))[0]?.holders[0]?.process ?? null,
  };
}

/** Whether its destinations share far fewer ports than connect() would make them share by chance. */
function keepsApart({ ports, connections }: Binder, tuples: readonly Tuple[], namespace: NamespaceSnapshot, capacity: number): boolean {
  if (connections < CONNECTIONS_MIN || tuples.length < 2 || !isListed(namespace)) return false;
  const squares = tuples.reduce((sum, tuple) => sum + entriesOf(tuple) ** 2, 0);
  const expected = (connections ** 2 - squares) / 2 / capacity;
  return expected > CONNECTIONS_MIN / 100 && connections - ports < expected * SHARED_OF_EXPECTED;
}

/** Ports that somebody bound and then connected, as far as the model tells: what is blocked for all, less listeners and idle sockets. */
function boundAndConnected({ tuples, pools, listeners }: NamespaceSnapshot, blockedOf: (tuple: Tuple) => number): number {
  const blocked = Math.max(0, ...tuples.map(blockedOf));
  const listening = new Set(listeners.filter(({ protocol, isReserved }) => protocol === "tcp" && !isReserved).map(({ port }) => port)).size;
  const idle = pools.reduce((sum, { boundInactive }) => sum + (boundInactive ?? 0), 0);
  return blocked - listening - idle;
}

const likelyBlocked = ({ blocked }: Tuple): number => blocked;

/** The least that the headroom's interval leaves. */
const surelyBlocked = ({ capacity, held, headroom }: Tuple): number => (headroom.unlimited ? 0 : capacity - headroom.high - held);

const entriesOf = ({ established, timeWait, closeWait, synSent, finWait }: Tuple): number =>
  established + timeWait + closeWait + synSent + finWait;

/** A port was refused to somebody who named none, a short while ago. */
function wasRefused({ failures, logs = [], capturedAtMs }: Snapshot): boolean {
  const fromMs = capturedAtMs - ERROR_MINUTES * 60_000;
  return (
    failures.some(({ errno, protocol, atMs }) => ADDRESS_IN_USE.has(errno) && protocol === "tcp" && atMs >= fromMs) ||
    logs.some(
      ({ signature, port, lastMs }) =>
        (signature === "connect-address-in-use" || (signature === "bind-address-in-use" && port === null)) &&
        lastMs !== null &&
        lastMs >= fromMs,
    )
  );
}

const evidence = (
  { binder, namespace, used }: { binder: Binder; namespace: NamespaceSnapshot; used: number },
  limit: number,
): Evidence => ({
  subject: binder.source,
  namespaceId: namespace.id,
  observed: used,
  limit,
  unit: "ratio",
  rule: "binds-first",
  figures: {
    ...namespaceFigure(namespace),
    ports: binder.ports,
    connections: binder.connections,
    destinations: binder.destinations,
    ...(binder.process === null ? {} : { process: binder.process }),
  },
});
