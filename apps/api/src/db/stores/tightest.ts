import type { TightestTuple } from "@berth/shared/domain/checklist/tightest-tuple.ts";
import type { GapPart, GapReason } from "@berth/shared/domain/host/gap.ts";

/** Why a host that has reported has no tightest tuple: nothing goes out, or the part that could not be read. */
type NoTupleReason = "nothing-outbound" | `${GapPart}-${GapReason}`;

export type Tightest = { tuple: TightestTuple; reason: null } | { tuple: null; reason: NoTupleReason };
