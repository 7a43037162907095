import type { TightestTuple } from "@berth/shared/domain/checklist/tightest-tuple.ts";
import type { GapPart, GapReason } from "@berth/shared/domain/host/gap.ts";
import type { Headroom } from "@berth/shared/domain/ports/headroom.ts";

/** Why a host that has reported has no tightest tuple: nothing goes out, or the part that could not be read. */
type NoTupleReason = "nothing-outbound" | `${GapPart}-${GapReason}`;

export type Tightest = { tuple: TightestTuple; reason: null } | { tuple: null; reason: NoTupleReason };

type PackedTuple = [
  namespaceId: string,
  namespaceName: string | null,
  source: string,
  address: string,
  port: number,
  capacity: number,
  used: number,
  usedRatio: number,
  closesPerSecond: number,
  headroom: Headroom,
];

/** JSON without the names of its keys: it is written with every push, and there is one for each host. */
export function packTightest({ tuple, reason }: Tightest): string {
  if (tuple === null) return JSON.stringify(reason);
  const { namespaceId, namespaceName, source, destination, capacity, used, usedRatio, closesPerSecond, headroom } = tuple;
  const { address, port } = destination;
  const packed: PackedTuple = [namespaceId, namespaceName, source, address, port, capacity, used, usedRatio, closesPerSecond, headroom];
  return JSON.stringify(packed);
}

export function unpackTightest(text: string): Tightest {
  const value = JSON.parse(text) as PackedTuple | NoTupleReason;
  if (typeof value === "string") return { tuple: null, reason: value };
  const [namespaceId, namespaceName, source, address, port, capacity, used, usedRatio, closesPerSecond, headroom] = value;
  const destination = { address, port };
  return {
    tuple: { namespaceId, namespaceName, protocol: "tcp", source, destination, capacity, used, usedRatio, headroom, closesPerSecond },
    reason: null,
  };
}
