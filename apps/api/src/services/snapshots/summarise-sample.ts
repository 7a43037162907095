import { tightestTuple } from "@berth/shared/domain/checklist/tightest-tuple.ts";
import type { Gap, GapPart } from "@berth/shared/domain/host/gap.ts";
import type { NamespaceSample, Sample } from "@berth/shared/domain/host/setup.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { meanClosesPerSecond } from "@berth/shared/domain/ports/churn.ts";
import { rateOverCeiling } from "@berth/shared/domain/ports/rate-over-ceiling.ts";
import type { SampleFigures } from "../../db/stores/secret-doors.ts";
import type { Tightest } from "../../db/stores/tightest.ts";

/**
 * The figures that a fleet, a series and a rollup are drawn from: used ÷ capacity in thousandths, the worst of all
 * namespaces. `snapshot` is the same sample with its setup; null where that is not known yet, and with it no ceiling.
 */
export function summariseSample(sample: Sample, snapshot: Snapshot | null): SampleFigures {
  const tuple = tightestTuple(sample);
  const tuples = sample.namespaces.flatMap((namespace) => namespace.tuples);
  return {
    usedPermille: tuple && permille(tuple.used, tuple.capacity),
    bindPermille: worst(sample.namespaces.flatMap(({ pools }) => pools.map(({ used, capacity }) => permille(used, capacity)))),
    udpPermille: worst(sample.namespaces.flatMap(udpPermilles)),
    ceilingPermille: thousandths((snapshot && rateOverCeiling(snapshot)) ?? null),
    closesTenths:
      tuple && Math.min(INT_MAX, Math.round(10 * tuples.reduce((sum, each) => sum + meanClosesPerSecond(each.closesPerSecond), 0))),
    failures: Math.min(
      INT_MAX,
      sample.failures.reduce((sum, { count }) => sum + count, 0),
    ),
    tightestAddress: tuple?.destination.address ?? null,
    tightestPort: tuple?.destination.port ?? null,
  };
}

/** What the fleet shows of a host: its tightest tuple, or why there is none. */
export function tightestOf(sample: Pick<Snapshot, "gaps"> & Parameters<typeof tightestTuple>[0]): Tightest {
  const tuple = tightestTuple(sample);
  return tuple ? { tuple, reason: null } : { tuple: null, reason: reasonOf(sample.gaps) };
}

const INT_MAX = 2_147_483_647;

/** Rounded up: what is strictly over a whole percent stays strictly over it. A range without a port to give is full. */
const permille = (used: number, capacity: number): number =>
  capacity === 0 ? 1_000 : Math.min(1_000, Math.ceil((used * 1_000) / capacity));

const thousandths = (ratio: number | null): number | null => ratio && Math.min(INT_MAX, Math.ceil(ratio * 1_000));

const worst = (ratios: readonly number[]): number | null => (ratios.length === 0 ? null : Math.max(...ratios));

/** Both families of autobind: used = capacity − best headroom; nothing where the range is unknown or nothing limits. */
function udpPermilles({ capacity, udp }: NamespaceSample): number[] {
  if (udp === null || capacity === null) return [];
  return [udp.autobind.v4, udp.autobind.v6].flatMap(({ best }) =>
    best === null ? [] : [permille(Math.max(0, capacity - best), capacity)],
  );
}

/** Parts without which tuples cannot be told, likeliest first. */
const TUPLE_PARTS: readonly GapPart[] = ["tcp", "range", "reservedPorts", "tuples"];

function reasonOf(gaps: readonly Gap[]): NonNullable<Tightest["reason"]> {
  const gap = TUPLE_PARTS.flatMap((part) => gaps.filter((each) => each.part === part)).at(0);
  return gap ? `${gap.part}-${gap.reason}` : "nothing-outbound";
}
