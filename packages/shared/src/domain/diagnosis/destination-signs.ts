import { usedRatio } from "../checklist/used-ratio.ts";
import type { NamespaceSnapshot, Snapshot, Tuple } from "../host/snapshot.ts";
import { meanClosesPerSecond } from "../ports/churn.ts";
import { isAbout, type Refusal } from "./refusals.ts";
import { runtimeOf, runtimeOfLine } from "./runtimes.ts";

/** One tuple as the causes see it. */
export interface DestinationSigns {
  namespace: NamespaceSnapshot;
  tuple: Tuple;
  /** Sockets that are not in TIME_WAIT. */
  live: number;
  /** In TIME_WAIT and not to be taken over. */
  waiting: number;
  /** Used ÷ capacity, 0 to 1, of what runs out first for it: its own ports, or the pool that all destinations share. */
  pressure: number;
  closesPerSecond: number;
  /** Who has it open, or had; null where nobody is known. */
  holder: string | null;
  runtime: string | null;
  /** Refused calls that are, or may be, about it. */
  refusals: Refusal[];
  /** Whether one of them names it. */
  isNamed: boolean;
}

/** Every tuple of a snapshot, the fullest first. `isShared`: all destinations draw on one pool of ports. */
export const destinationSigns = (snapshot: Snapshot, refusals: readonly Refusal[], isShared: boolean): DestinationSigns[] =>
  snapshot.namespaces
    .flatMap((namespace) => namespace.tuples.map((tuple) => signsOf(namespace, tuple, refusals, isShared)))
    .sort((a, b) => b.tuple.used + b.tuple.timeWait - (a.tuple.used + a.tuple.timeWait));

function signsOf(namespace: NamespaceSnapshot, tuple: Tuple, all: readonly Refusal[], isShared: boolean): DestinationSigns {
  const refusals = all.filter((refusal) => isAbout(refusal, tuple.destination));
  const named = refusals.filter(({ destination }) => destination !== null);
  const holder = holderOf(tuple) ?? named.find(({ process }) => process !== null)?.process ?? null;
  const line = (named[0] && runtimeOfLine(named[0])) ?? null;
  return {
    namespace,
    tuple,
    live: tuple.established + tuple.synSent + tuple.closeWait + tuple.finWait,
    waiting: tuple.timeWait - tuple.reusableTimeWait,
    pressure: Math.max(usedRatio(tuple), isShared ? sharedRatio(namespace) : 0),
    closesPerSecond: meanClosesPerSecond(tuple.closesPerSecond),
    holder,
    runtime: runtimeOf(holder, namespace.processes) ?? line,
    refusals,
    isNamed: named.length > 0,
  };
}

/** The process with the largest share, live or inferred. */
const holderOf = ({ holders }: Tuple): string | null => holders.toSorted((a, b) => b.share - a.share)[0]?.process ?? null;

/** Ports of the range that anything holds ÷ capacity; 0 where that is not known. */
export function sharedRatio({ tcpPortsInRange, capacity }: NamespaceSnapshot): number {
  if (tcpPortsInRange === null || !capacity) return 0;
  return Math.min(1, tcpPortsInRange / capacity);
}
