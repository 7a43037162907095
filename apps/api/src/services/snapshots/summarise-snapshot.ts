import { tightestTuple } from "@berth/shared/domain/checklist/tightest-tuple.ts";
import type { Gap, GapPart } from "@berth/shared/domain/host/gap.ts";
import type { NamespaceSnapshot, Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import type { SnapshotFigures } from "../../db/stores/secret-doors.ts";
import type { Tightest } from "../../db/stores/tightest.ts";

/** The figures a fleet and a series are drawn from. Ratios are used ÷ capacity, the worst of all namespaces. */
export function summariseSnapshot(snapshot: Snapshot): SnapshotFigures & { tightest: Tightest } {
  const tuple = tightestTuple(snapshot);
  return {
    tightestUsedRatio: tuple && ratio(tuple.used, tuple.capacity),
    capacity: tuple?.capacity ?? null,
    used: tuple?.used ?? null,
    closesPerSecond: tuple?.closesPerSecond ?? null,
    bindPoolUsedRatio: worst(snapshot.namespaces.flatMap(({ pools }) => pools.map(({ used, capacity }) => ratio(used, capacity)))),
    udpUsedRatio: worst(snapshot.namespaces.flatMap(udpRatios)),
    tightestAddress: tuple?.destination.address ?? null,
    tightestPort: tuple?.destination.port ?? null,
    tightest: tuple
      ? { tuple: { ...tuple, usedRatio: ratio(tuple.used, tuple.capacity) }, reason: null }
      : { tuple: null, reason: reasonOf(snapshot.gaps) },
  };
}

/** 0 to 1; a range without a port to give is full. */
const ratio = (used: number, capacity: number): number => (capacity === 0 ? 1 : Math.min(1, used / capacity));

const worst = (ratios: readonly number[]): number | null => (ratios.length === 0 ? null : Math.max(...ratios));

/** Both families of autobind: used = capacity − best headroom; nothing where the range is unknown or nothing limits. */
function udpRatios({ capacity, udp }: NamespaceSnapshot): number[] {
  if (udp === null || capacity === null) return [];
  return [udp.autobind.v4, udp.autobind.v6].flatMap(({ best }) => (best === null ? [] : [ratio(Math.max(0, capacity - best), capacity)]));
}

/** Parts without which tuples cannot be told, likeliest first. */
const TUPLE_PARTS: readonly GapPart[] = ["tcp", "range", "reservedPorts", "tuples"];

function reasonOf(gaps: readonly Gap[]): NonNullable<Tightest["reason"]> {
  const gap = TUPLE_PARTS.flatMap((part) => gaps.filter((each) => each.part === part)).at(0);
  return gap ? `${gap.part}-${gap.reason}` : "nothing-outbound";
}
