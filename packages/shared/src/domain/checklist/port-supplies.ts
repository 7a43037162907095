import type { BindPool, NamespaceSnapshot, Snapshot, Tuple } from "../host/snapshot.ts";
import { portSharingOf } from "../platforms/port-sharing.ts";
import { type HoldTime, measuredHoldSeconds, platformHold } from "../ports/hold-time.ts";
import { type PortUse, useOfPool, useOfTuple, useOfUdp } from "../ports/port-use.ts";
import { bindsFirst } from "./binds-first.ts";
import { tupleSubject } from "./subject.ts";

/** Something that can run out of ports by itself. */
export interface PortSupply {
  namespace: NamespaceSnapshot;
  kind: "tuple" | "pool" | "tcp" | "udp";
  /** As a person would write it. */
  subject: string;
  use: PortUse;
  /** The same supply in another snapshot of its namespace; null where that does not list it, which is not zero. */
  readIn(namespace: NamespaceSnapshot): PortUse | null;
}

/**
 * What can run out on a host: each tuple where the system shares a port between destinations, otherwise all TCP together;
 * each bind-first pool where somebody binds first; UDP. What nothing limits is none of them.
 */
export const suppliesOf = (snapshot: Snapshot, hold: HoldTime): PortSupply[] =>
  snapshot.namespaces.flatMap((namespace) => {
    const isShared = portSharingOf(snapshot) !== "never" || namespace.tcpPortsInRange === null;
    return [
      ...(isShared ? namespace.tuples.map((tuple) => tupleSupply(snapshot, tuple, hold)) : [tcpSupply(hold)]),
      ...(bindsFirst(namespace) ? namespace.pools.map((pool) => poolSupply(pool, hold)) : []),
      UDP,
    ].flatMap((reader) => {
      const use = reader.readIn(namespace);
      return use ? [{ namespace, use, ...reader }] : [];
    });
  });

type SupplyReader = Pick<PortSupply, "kind" | "subject" | "readIn">;

const tupleSupply = ({ host }: Snapshot, { source, destination }: Tuple, hold: HoldTime): SupplyReader => ({
  kind: "tuple",
  subject: tupleSubject({ source, destination }),
  readIn(namespace) {
    const tuple = namespace.tuples.find(
      (each) => each.destination.address === destination.address && each.destination.port === destination.port && each.source === source,
    );
    return tuple && !tuple.headroom.unlimited ? useOfTuple(host.os, namespace, tuple, hold) : null;
  },
});

const tcpSupply = (hold: HoldTime): SupplyReader => ({
  kind: "tcp",
  subject: "TCP",
  readIn: ({ capacity, tcpPortsInRange: used, tuples }) =>
    capacity === null || used === null ? null : useOfPool({ capacity, used }, tuples, hold),
});

const poolSupply = ({ source }: BindPool, hold: HoldTime): SupplyReader => ({
  kind: "pool",
  subject: `bind(${source}, 0)`,
  readIn({ pools, tuples }) {
    const pool = pools.find((each) => each.source === source);
    if (pool === undefined || pool.headroom.unlimited) return null;
    return useOfPool(
      pool,
      tuples.filter((tuple) => tuple.source === source),
      hold,
    );
  },
});

const UDP: SupplyReader = {
  kind: "udp",
  subject: "UDP",
  readIn: ({ udp, capacity }) => (udp && capacity !== null ? useOfUdp(udp, capacity) : null),
};

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
