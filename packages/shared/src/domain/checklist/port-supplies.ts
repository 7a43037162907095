import type { NamespaceSnapshot, Snapshot, Tuple } from "../host/snapshot.ts";
import { portSharingOf } from "../platforms/port-sharing.ts";
import { type HoldTime, measuredHoldSeconds, platformHold } from "../ports/hold-time.ts";
import { type PortUse, useOfPool, useOfTuple, useOfUdp } from "../ports/port-use.ts";
import { bindsFirst } from "./binds-first.ts";
import { tupleSubject } from "./subject.ts";

/** Something that can run out of ports by itself. */
export interface PortSupply {
  namespace: NamespaceSnapshot;
  kind: "tuple" | "pool" | "tcp" | "udp";
  /** As a person would write it; the same in every snapshot. */
  subject: string;
  use: PortUse;
}

/**
 * What can run out on a host: each tuple where the system shares a port between destinations, otherwise all TCP together;
 * each bind-first pool where somebody binds first; UDP. What nothing limits is none of them.
 */
export const suppliesOf = (snapshot: Snapshot, hold: HoldTime): PortSupply[] =>
  snapshot.namespaces.flatMap((namespace) => [
    ...(portSharingOf(snapshot) !== "never" || namespace.tcpPortsInRange === null
      ? tuplesOf(snapshot, namespace, hold)
      : allTcp(namespace, hold)),
    ...(bindsFirst(namespace) ? poolsOf(namespace, hold) : []),
    ...udpOf(namespace),
  ]);

const tuplesOf = ({ host }: Snapshot, namespace: NamespaceSnapshot, hold: HoldTime): PortSupply[] =>
  namespace.tuples
    .filter(({ headroom }) => !headroom.unlimited)
    .map((tuple) => ({ namespace, kind: "tuple", subject: tupleSubject(tuple), use: useOfTuple(host.os, namespace, tuple, hold) }));

function allTcp(namespace: NamespaceSnapshot, hold: HoldTime): PortSupply[] {
  const { capacity, tcpPortsInRange, tuples } = namespace;
  if (capacity === null || tcpPortsInRange === null) return [];
  return [{ namespace, kind: "tcp", subject: "TCP", use: useOfPool({ capacity, used: tcpPortsInRange }, tuples, hold) }];
}

const poolsOf = (namespace: NamespaceSnapshot, hold: HoldTime): PortSupply[] =>
  namespace.pools
    .filter(({ headroom }) => !headroom.unlimited)
    .map((pool) => ({
      namespace,
      kind: "pool",
      subject: `bind(${pool.source}, 0)`,
      use: useOfPool(pool, tuplesFrom(namespace, pool.source), hold),
    }));

const tuplesFrom = ({ tuples }: NamespaceSnapshot, source: string): Tuple[] => tuples.filter((tuple) => tuple.source === source);

function udpOf(namespace: NamespaceSnapshot): PortSupply[] {
  const { udp, capacity } = namespace;
  const use = udp && capacity !== null ? useOfUdp(udp, capacity) : null;
  return use ? [{ namespace, kind: "udp", subject: "UDP", use }] : [];
}

/** The hold of a host: its platform's, or on Windows what its own TIME_WAIT shows over time (oldest first). */
export function holdOf(current: Snapshot, earlier: readonly Snapshot[]): HoldTime {
  const { os } = current.host;
  if (os !== "windows") return platformHold(os);
  const readings = [...earlier, current].flatMap(({ capturedAtMs, namespaces }) => {
    const tuples = namespaces.flatMap((namespace) => namespace.tuples);
    if (tuples.length === 0 || tuples.some(({ opensPerSecond }) => opensPerSecond === undefined)) return [];
    const sum = (of: (tuple: Tuple) => number) => tuples.reduce((total, tuple) => total + of(tuple), 0);
    return [{ atMs: capturedAtMs, timeWait: sum(({ timeWait }) => timeWait), closesPerSecond: sum((tuple) => tuple.opensPerSecond ?? 0) }];
  });
  return platformHold(os, current.windows, measuredHoldSeconds(readings));
}
