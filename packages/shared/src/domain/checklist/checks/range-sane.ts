import type { NamespaceSnapshot } from "../../host/snapshot.ts";
import type { WindowsNetwork } from "../../host/windows.ts";
import { clipIntervals, countPorts, intervalSize, type PortInterval } from "../../network/port-interval.ts";
import { defaultRangeOf } from "../../platforms/default-range.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts } from "../check.ts";
import { exposedListeners } from "../exposed-listeners.ts";
import { outcomeOf } from "../outcome.ts";
import type { Rule } from "../rule.ts";
import { namespaceFigure } from "../subject.ts";
import { blindTo } from "../unread.ts";

const LEAST_CAPACITY = 4_096;
/** Below this, a range takes in the ports that services are commonly given. */
const LOW_RANGE = 10_000;
/** kube-apiserver's default --service-node-port-range. */
const NODE_PORTS: PortInterval = { low: 30_000, high: 32_767 };

/** Whether the ephemeral range is large enough, even in size, and clear of what others have been promised. */
export const rangeSane = defineCheck({
  id: "range-sane",
  number: 9,
  founding: 1,
  needs: { parts: ["range"], minutes: 0 },
  platforms: ["linux", "windows", "darwin", "freebsd"],
  standsOnPart: true,

  evaluate({ current }: Facts): CheckOutcome {
    const ranged = current.namespaces.flatMap((namespace) => (namespace.range ? [{ namespace, range: namespace.range }] : []));
    const defaultRange = defaultRangeOf(current.host);
    const reserved = blindTo(current, "reservedPorts");
    const low = blindTo(
      { ...current, namespaces: ranged.filter(({ range }) => range.low < LOW_RANGE).map(({ namespace }) => namespace) },
      "tcp",
    );
    return outcomeOf({
      fail: ranged.flatMap(tooSmall),
      warn: ranged.flatMap((each) => [
        ...belowDefault(each, defaultRange),
        ...(current.host.os === "linux" ? sameParity(each) : []),
        ...lowRange(each),
        ...privileged(each),
        ...(current.host.os === "linux" ? nodePorts(each) : []),
        ...differing(each, current.windows),
      ]),
      notes: [...configured(ranged, defaultRange), ...ranged.flatMap(reservedPorts), ...reserved.notes, ...low.notes],
      causes: [...reserved.causes, ...low.causes],
    });
  },
});

interface Ranged {
  namespace: NamespaceSnapshot;
  range: PortInterval;
}

const tooSmall = (ranged: Ranged): Evidence[] =>
  capacityOf(ranged) < LEAST_CAPACITY ? [evidence(ranged, "range-small", capacityOf(ranged), LEAST_CAPACITY)] : [];

function belowDefault(ranged: Ranged, defaultRange: PortInterval): Evidence[] {
  const size = intervalSize(ranged.range);
  if (size >= intervalSize(defaultRange) || capacityOf(ranged) < LEAST_CAPACITY) return [];
  return [
    evidence(ranged, "range-below-default", size, intervalSize(defaultRange), {
      defaultLow: defaultRange.low,
      defaultHigh: defaultRange.high,
    }),
  ];
}

/** Ends of the same parity make an odd size, in which the kernel may never find one end port. */
const sameParity = (ranged: Ranged): Evidence[] => {
  const size = intervalSize(ranged.range);
  return size > 1 && size % 2 === 1 ? [evidence(ranged, "range-parity", size, null)] : [];
};

function lowRange(ranged: Ranged): Evidence[] {
  const listeners = exposedListeners(ranged.namespace).filter(({ protocol }) => protocol === "tcp");
  if (ranged.range.low >= LOW_RANGE || listeners.length === 0) return [];
  return [evidence(ranged, "range-listeners", listeners.length, null, { lowest: Math.min(...listeners.map(({ port }) => port)) })];
}

function privileged(ranged: Ranged): Evidence[] {
  const start = ranged.namespace.settings.ipUnprivilegedPortStart;
  return start !== null && ranged.range.low < start ? [evidence(ranged, "range-privileged", ranged.range.low, start)] : [];
}

/** Windows keeps a range for each protocol and family; where they differ, one of them was forgotten. */
function differing(ranged: Ranged, windows: WindowsNetwork | undefined): Evidence[] {
  const others = Object.entries(windows?.dynamic ?? {}).filter(([, range]) => range !== null && !sameInterval(range, ranged.range));
  return others.slice(0, 1).map(([name, range]) =>
    evidence(ranged, "range-differs", others.length, null, {
      other: OTHER_RANGE[name] ?? name,
      otherLow: range!.low,
      otherHigh: range!.high,
    }),
  );
}

const OTHER_RANGE: Record<string, string> = { tcp4: "TCP/IPv4", tcp6: "TCP/IPv6", udp4: "UDP/IPv4", udp6: "UDP/IPv6" };

/** A NodePort is not held by a socket, so connect() may take it. They exist on a node's own namespace only. */
function nodePorts(ranged: Ranged): Evidence[] {
  const { namespace, range } = ranged;
  if (namespace.kind !== "host" || namespace.reserved === null) return [];
  const [overlap] = clipIntervals([NODE_PORTS], range);
  if (!overlap) return [];
  const open = intervalSize(overlap) - countPorts(clipIntervals(namespace.reserved, overlap));
  return open > 0 ? [evidence(ranged, "range-node-ports", open, 0, { overlapLow: overlap.low, overlapHigh: overlap.high })] : [];
}

/** The first namespace's range, and every other that differs from it. */
const configured = (all: readonly Ranged[], defaultRange: PortInterval): Evidence[] =>
  all
    .filter((each, index) => index === 0 || !sameInterval(each.range, all[0]!.range))
    .map((each) => evidence(each, "range-is", capacityOf(each), null, { isDefault: sameInterval(each.range, defaultRange) ? 1 : 0 }));

function reservedPorts(ranged: Ranged): Evidence[] {
  const ports = countPorts(clipIntervals(ranged.namespace.reserved ?? [], ranged.range));
  return ports > 0 ? [evidence(ranged, "range-reserved", ports, null)] : [];
}

const sameInterval = (a: PortInterval, b: PortInterval): boolean => a.low === b.low && a.high === b.high;

const capacityOf = ({ namespace, range }: Ranged): number => namespace.capacity ?? intervalSize(range);

const evidence = ({ namespace, range }: Ranged, rule: Rule, observed: number, limit: number | null, figures = {}): Evidence => ({
  subject: `${range.low}–${range.high}`,
  namespaceId: namespace.id,
  observed,
  limit,
  unit: "ports",
  rule,
  figures: { ...namespaceFigure(namespace), size: intervalSize(range), ...figures },
});
