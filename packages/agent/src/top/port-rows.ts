import { bindsFirst } from "@berth/shared/domain/checklist/binds-first.ts";
import { usedRatio } from "@berth/shared/domain/checklist/used-ratio.ts";
import type { PortFailure } from "@berth/shared/domain/host/failure.ts";
import type { Holder, NamespaceSnapshot, Snapshot, Tuple } from "@berth/shared/domain/host/snapshot.ts";
import { formatEndpoint } from "@berth/shared/domain/network/address.ts";
import { beforeOf, type Forecast, forecastOf, type UseReading } from "@berth/shared/domain/ports/forecast.ts";
import type { Headroom } from "@berth/shared/domain/ports/headroom.ts";
import { platformHold } from "@berth/shared/domain/ports/hold-time.ts";
import { type Outlook, outlookOf } from "@berth/shared/domain/ports/outlook.ts";
import { type PortUse, useOfPool, useOfTuple, useOfUdp } from "@berth/shared/domain/ports/port-use.ts";

/** A pool that nobody draws on runs out by nobody's doing. */
export type RowForecast = Forecast | { kind: "undrawn" };

/** One supply of ports, as a row: a tuple, the bind-first pool of a source, or UDP of a namespace. */
export interface PortRow {
  kind: "tuple" | "pool" | "udp";
  /** Tells it from every other row, also in another snapshot. */
  key: string;
  /** `10.0.3.17 → 10.4.7.21:6379`, the pool's source; empty for UDP. */
  subject: string;
  namespace: NamespaceSnapshot;
  tuple: Tuple | null;
  capacity: number;
  used: number;
  headroom: Headroom;
  outlook: Outlook;
  /** Connections take over entries of TIME_WAIT, which then do not show that they were opened. */
  isRateFloor: boolean;
  forecast: RowForecast;
  /** Used ÷ capacity in the snapshots of the last half hour, oldest first; null where it was not listed. */
  trend: (number | null)[];
  holders: Holder[];
  /** Failed allocations that drew from it, in the newest snapshot. */
  failures: number;
  /** Some of them in the last seconds, and ports are still short. */
  isFailing: boolean;
  isOwnFailure(failure: PortFailure): boolean;
}

const ROWS_MAX = 40;
const FAILING_MS = 10_000;
/** Use from which on a failure is still this supply's; it must be nearly all where the failure's namespace is not known. */
const SHORT_RATIO = { ours: 0.5, anyones: 0.9 } as const;

/** Supplies that anything is taken from: those that calls fail on, then the tightest, undrawn pools last; with where each is heading. `snapshots` are oldest first. */
export function portRows(snapshots: readonly Snapshot[]): PortRow[] {
  const current = snapshots.at(-1);
  if (current === undefined) return [];
  const earlier = snapshots.map((snapshot) => ({ atMs: snapshot.capturedAtMs, uses: usesOf(snapshot) }));
  return [...usesOf(current).values()]
    .filter(({ used, failures }) => used > 0 || failures > 0)
    .toSorted((a, b) => rankOf(a) - rankOf(b) || b.used / b.capacity - a.used / a.capacity)
    .slice(0, ROWS_MAX)
    .map(({ use, isDrawn, ...row }) => {
      const series = earlier.map(({ atMs, uses }) => ({ atMs, use: uses.get(row.key)?.use ?? null }));
      const firstSeen = series.findIndex((reading) => reading.use !== null);
      const readings = series.slice(firstSeen).filter((reading): reading is UseReading => reading.use !== null);
      return {
        ...row,
        outlook: outlookOf(use, beforeOf(readings)),
        isRateFloor: use.hold.basis === "reuse",
        forecast: isDrawn ? forecastOf(readings) : { kind: "undrawn" },
        trend: series.map((reading) =>
          reading.use === null || reading.use.capacity === 0 ? null : reading.use.used / reading.use.capacity,
        ),
      };
    });
}

type Supply = Omit<PortRow, "outlook" | "isRateFloor" | "forecast" | "trend"> & { use: PortUse; isDrawn: boolean };

const rankOf = ({ isFailing, isDrawn }: Supply): number => (isFailing ? 0 : isDrawn ? 1 : 2);

function usesOf(snapshot: Snapshot): Map<string, Supply> {
  const platform = platformHold(snapshot.host.os, snapshot.windows);
  const supplies = snapshot.namespaces.flatMap((namespace): Supply[] => {
    const tuples = namespace.tuples.map((tuple): Supply => {
      const { source, destination, capacity, used, headroom, holders } = tuple;
      const subject = `${source} → ${formatEndpoint(destination.address, destination.port)}`;
      const failures = failuresOf(snapshot, usedRatio(tuple), (failure) => isIn(namespace, failure) && isTowards(failure, tuple));
      const use = useOfTuple(snapshot.host.os, namespace, tuple, platform);
      return {
        kind: "tuple",
        key: `${namespace.id} ${subject}`,
        subject,
        namespace,
        tuple,
        capacity,
        used,
        headroom,
        holders,
        ...failures,
        use,
        isDrawn: true,
      };
    });
    const pools = namespace.pools.map((pool): Supply => {
      const { source, capacity, used, headroom } = pool;
      const failures = failuresOf(
        snapshot,
        usedRatio(pool),
        (failure) => isIn(namespace, failure) && failure.operation === "bind" && failure.source === source,
      );
      const use = useOfPool(
        pool,
        namespace.tuples.filter((tuple) => tuple.source === source),
        platform,
      );
      const key = `${namespace.id} bind ${source}`;
      const isDrawn = failures.failures > 0 || bindsFirst(namespace);
      return {
        kind: "pool",
        key,
        subject: source,
        namespace,
        tuple: null,
        capacity,
        used,
        headroom,
        holders: [],
        ...failures,
        use,
        isDrawn,
      };
    });
    return [...tuples, ...pools, ...udpOf(snapshot, namespace)];
  });
  return new Map(supplies.map((supply) => [supply.key, supply]));
}

function udpOf(snapshot: Snapshot, namespace: NamespaceSnapshot): Supply[] {
  const use = namespace.udp && namespace.capacity !== null ? useOfUdp(namespace.udp, namespace.capacity) : null;
  if (use === null || namespace.udp === null) return [];
  const { v4, v6 } = namespace.udp.autobind;
  const headroom = (v4.best ?? Number.POSITIVE_INFINITY) <= (v6.best ?? Number.POSITIVE_INFINITY) ? v4 : v6;
  const failures = failuresOf(snapshot, usedRatio(use), (failure) => isIn(namespace, failure) && failure.protocol === "udp");
  const { capacity, used } = use;
  return [
    {
      kind: "udp",
      key: `${namespace.id} udp`,
      subject: "",
      namespace,
      tuple: null,
      capacity,
      used,
      headroom,
      holders: udpHolders(namespace, used),
      ...failures,
      use,
      isDrawn: true,
    },
  ];
}

/** By the ports of the range that each has open. */
const udpHolders = ({ processes }: NamespaceSnapshot, used: number): Holder[] =>
  processes
    .flatMap(({ name, unit, udpPortsInRange: ports = 0 }): Holder[] =>
      ports === 0
        ? []
        : [{ process: name, share: Math.min(1, ports / Math.max(1, used)), basis: "live", ...(unit === null ? {} : { unit }) }],
    )
    .toSorted((a, b) => b.share - a.share);

/** A failure whose namespace is not known may be any one's. */
const isIn = ({ id }: NamespaceSnapshot, { namespaceId }: PortFailure): boolean => namespaceId === undefined || namespaceId === id;

const isTowards = ({ operation, protocol, destination }: PortFailure, tuple: Tuple): boolean =>
  operation === "connect" &&
  protocol === "tcp" &&
  destination?.address === tuple.destination.address &&
  destination.port === tuple.destination.port;

function failuresOf(
  { failures, capturedAtMs }: Snapshot,
  ratio: number,
  isOwnFailure: (failure: PortFailure) => boolean,
): Pick<PortRow, "failures" | "isFailing" | "isOwnFailure"> {
  const ours = failures.filter(isOwnFailure);
  return {
    failures: ours.reduce((sum, { count }) => sum + count, 0),
    isFailing: ours.some(
      ({ atMs, namespaceId }) =>
        capturedAtMs - atMs <= FAILING_MS && ratio > (namespaceId === undefined ? SHORT_RATIO.anyones : SHORT_RATIO.ours),
    ),
    isOwnFailure,
  };
}
