import { knownService } from "../checklist/known-services.ts";
import { type Declarations, NOTHING_DECLARED } from "../host/declarations.ts";
import type { FirewallReading } from "../host/firewall.ts";
import type { Listener, NamespaceSnapshot, Snapshot } from "../host/snapshot.ts";
import { clipIntervals, includesPort, intervalSize, normalizeIntervals, type PortInterval } from "../network/port-interval.ts";
import { formatPorts } from "../platforms/commands/format-ports.ts";
import { capacityOf } from "../ports/capacity.ts";
import type { PortConfiguration } from "../ports/simulate-change.ts";

/** What a new range would run into. `blocks`: solve it first; `warns`: it costs something; `notes`: know it. */
export type Collision = { severity: "blocks" | "warns" | "notes" } & CollisionKind;

type CollisionKind =
  /** Somebody waits for peers on a port that connect() could then be given. */
  | { kind: "listener"; protocol: Listener["protocol"]; address: string; port: number; process: string | null; service: string | null }
  /** `isNode` is null where nobody looked whether this is a Kubernetes node. */
  | { kind: "node-ports"; ports: PortInterval; isNode: boolean | null }
  | { kind: "published-port"; protocol: "tcp" | "udp"; port: number; container: string | null }
  /** A service is configured for these ports, and may not be running now. */
  | { kind: "configured-service"; service: string; ports: PortInterval }
  /** The kernel may never find one end of an odd-sized range; `even` is the range less one port. */
  | { kind: "odd-size"; size: number; even: PortInterval }
  /** The kernel refuses a range that begins below ip_unprivileged_port_start. */
  | { kind: "below-unprivileged"; start: number }
  /** Replies to these ports are let through by no rule. */
  | { kind: "firewall"; family: 4 | 6; ports: PortInterval[]; chain: string | null }
  | { kind: "network-acl"; ports: PortInterval[] }
  | { kind: "excluded"; ports: PortInterval[] }
  | { kind: "small"; capacity: number };

export interface CollisionFacts {
  snapshot: Snapshot;
  namespace: NamespaceSnapshot;
  before: PortConfiguration;
  after: PortConfiguration;
  /** Every listener of the namespace, whatever its port; null where only those of the present range are known. */
  listeners: readonly Listener[] | null;
  declared?: Declarations | undefined;
}

/** Fewer ports than this are soon gone. */
const LEAST_CAPACITY = 4_096;

/** All that a new range or reserved list would run into and the present one does not. Worst first. */
export function findCollisions(facts: CollisionFacts): Collision[] {
  const added = addedPorts(facts);
  const found = [
    ...unprivileged(facts),
    ...(added.length === 0
      ? []
      : [...listeners(facts, added), ...nodePorts(facts, added), ...published(facts, added), ...services(facts, added)]),
    ...(added.length === 0 ? [] : [...firewalls(facts, added), ...acl(facts, added), ...excluded(facts, added)]),
    ...shape(facts),
  ];
  return found.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

const SEVERITIES = ["blocks", "warns", "notes"] as const;

/** Ports that connect() may be given under the new configuration and not under the present one. */
const addedPorts = ({ before, after }: CollisionFacts): PortInterval[] =>
  withoutPorts(withoutPorts([after.range], after.reserved), withoutPorts([before.range], before.reserved));

/** The ports of `intervals` that `minus` does not hold. */
export function withoutPorts(intervals: readonly PortInterval[], minus: readonly PortInterval[]): PortInterval[] {
  const holes = normalizeIntervals(minus);
  return normalizeIntervals(intervals).flatMap((interval) => {
    const left: PortInterval[] = [];
    let { low } = interval;
    for (const hole of clipIntervals(holes, interval)) {
      if (low < hole.low) left.push({ low, high: hole.low - 1 });
      low = hole.high + 1;
    }
    return low <= interval.high ? [...left, { low, high: interval.high }] : left;
  });
}

function listeners({ namespace, listeners: everywhere }: CollisionFacts, added: readonly PortInterval[]): Collision[] {
  const seen = new Set<string>();
  return (everywhere ?? namespace.listeners).flatMap(({ protocol, address, port, process }): Collision[] => {
    // A UDP socket without a peer is as often a client's, except on the port of a known service.
    const service = knownService(protocol, port);
    const key = `${protocol} ${port}`;
    if (!includesPort(added, port) || seen.has(key) || (protocol === "udp" && service === null)) return [];
    seen.add(key);
    return [{ severity: "blocks", kind: "listener", protocol, address, port, process, service }];
  });
}

/** kube-apiserver's default --service-node-port-range. */
const NODE_PORTS: PortInterval = { low: 30_000, high: 32_767 };

function nodePorts({ snapshot: { kubernetes, host }, namespace }: CollisionFacts, added: readonly PortInterval[]): Collision[] {
  if (kubernetes === null || namespace.kind !== "host" || (kubernetes === undefined && host.os !== "linux")) return [];
  const overlaps = clipIntervals(added, kubernetes?.nodePortRange ?? NODE_PORTS);
  return overlaps.map((ports) => ({
    severity: kubernetes ? "blocks" : "warns",
    kind: "node-ports",
    ports,
    isNode: kubernetes ? true : null,
  }));
}

function published({ snapshot, namespace }: CollisionFacts, added: readonly PortInterval[]): Collision[] {
  if (namespace.kind !== "host") return [];
  return (snapshot.published ?? [])
    .filter(({ port }) => includesPort(added, port))
    .map(({ protocol, port, container }) => ({ severity: "blocks", kind: "published-port", protocol, port, container }));
}

const services = ({ snapshot }: CollisionFacts, added: readonly PortInterval[]): Collision[] =>
  (snapshot.services ?? []).flatMap(({ service, configured, port }): Collision[] => {
    const ports = configured ?? (port === null ? null : { low: port, high: port });
    return ports && clipIntervals(added, ports).length > 0 ? [{ severity: "blocks", kind: "configured-service", service, ports }] : [];
  });

/** Only rules on ports decide where the state of a connection does not; then ports that were never opened get no replies. */
function firewalls({ namespace }: CollisionFacts, added: readonly PortInterval[]): Collision[] {
  return (namespace.firewall ?? []).flatMap(({ family, returnTraffic, egressDenied }: FirewallReading): Collision[] => {
    const isByPort = returnTraffic.verdict === "stateless" || returnTraffic.verdict === "partly";
    const closed = [
      ...(isByPort ? withoutPorts(added, returnTraffic.accepted) : []),
      ...added.flatMap((ports) => clipIntervals(egressDenied, ports)),
    ];
    const chain = returnTraffic.decidedBy?.chain ?? null;
    return closed.length > 0 ? [{ severity: "blocks", kind: "firewall", family, ports: normalizeIntervals(closed), chain }] : [];
  });
}

function acl({ declared = NOTHING_DECLARED }: CollisionFacts, added: readonly PortInterval[]): Collision[] {
  const closed = declared.inboundAcl ? withoutPorts(added, declared.inboundAcl) : [];
  return closed.length > 0 ? [{ severity: "blocks", kind: "network-acl", ports: closed }] : [];
}

function excluded({ snapshot: { windows } }: CollisionFacts, added: readonly PortInterval[]): Collision[] {
  const ports = added.flatMap((interval) => clipIntervals(windows?.excluded.tcp ?? [], interval));
  return ports.length > 0 ? [{ severity: "notes", kind: "excluded", ports: normalizeIntervals(ports) }] : [];
}

function unprivileged({ snapshot, after }: CollisionFacts): Collision[] {
  const start = after.settings.ipUnprivilegedPortStart;
  if (snapshot.host.os !== "linux" || start === null || after.range.low >= start) return [];
  return [{ severity: "blocks", kind: "below-unprivileged", start }];
}

function shape({ snapshot, before, after }: CollisionFacts): Collision[] {
  const [size, capacity] = [intervalSize(after.range), capacityOf(after.range, after.reserved)];
  const isNew = after.range.low !== before.range.low || after.range.high !== before.range.high;
  const isOdd = snapshot.host.os === "linux" && isNew && size > 1 && size % 2 === 1;
  const isSmaller = capacity < LEAST_CAPACITY && capacity < capacityOf(before.range, before.reserved);
  const isChanged = isNew || formatPorts(after.reserved) !== formatPorts(before.reserved);
  // Then no program on the host can connect, nor ask for any free port.
  const leavesNone = capacity === 0 && isChanged;
  return [
    ...(isOdd
      ? [{ severity: "warns" as const, kind: "odd-size" as const, size, even: { low: after.range.low, high: after.range.high - 1 } }]
      : []),
    ...(isSmaller || leavesNone
      ? [{ severity: leavesNone ? ("blocks" as const) : ("warns" as const), kind: "small" as const, capacity }]
      : []),
  ];
}

/** The ports of collisions that a reserved list solves: of listeners, services, publications and NodePorts. */
export function reservable(collisions: readonly Collision[]): PortInterval[] {
  const ports = collisions.flatMap((collision): PortInterval[] => {
    if (collision.kind === "node-ports" || collision.kind === "configured-service") return [collision.ports];
    return collision.kind === "listener" || collision.kind === "published-port" ? [{ low: collision.port, high: collision.port }] : [];
  });
  return normalizeIntervals(ports);
}
