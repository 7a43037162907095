import { type PortStrip, STRIP_KINDS } from "@berth/shared/domain/host/port-strip.ts";
import type { Tuple } from "@berth/shared/domain/host/snapshot.ts";

const PORTS_PER_CELL = 14;
const CELLS_PER_HALF = 1008;

/** A repeatable stand-in for chance: the Lehmer generator (multiplier 16807). */
function lehmer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** The range as the kernel would fill it for this tuple: the even half first, then the odd one. */
export function sampleStrip(tuple: Tuple | undefined): PortStrip {
  const chance = lehmer(7);
  const half = CELLS_PER_HALF * PORTS_PER_CELL;
  const shares = [Math.min(1, (tuple?.used ?? 0) / half), Math.max(0, ((tuple?.used ?? 0) - half) / half)];
  const bytes = Uint8Array.from({ length: 2 * CELLS_PER_HALF }, (_, index) => {
    const isReserved = index % CELLS_PER_HALF > 417 && index % CELLS_PER_HALF < 420;
    const share = shares[index < CELLS_PER_HALF ? 0 : 1] ?? 0;
    const fill = Math.min(31, Math.ceil(share * 31 * (0.7 + 0.6 * chance())));
    const kind = isReserved ? "reserved" : fill === 0 ? "free" : kindOf(chance(), index);
    return (STRIP_KINDS.indexOf(kind) << 5) | (isReserved ? 0 : fill);
  });
  return {
    portsPerCell: PORTS_PER_CELL,
    evenCells: CELLS_PER_HALF,
    cells: Buffer.from(bytes).toString("base64"),
    source: tuple?.source ?? null,
    destination: tuple?.destination ?? null,
  };
}

function kindOf(chance: number, index: number) {
  if (index % 503 === 101) return "blocked";
  if (chance < 0.1) return "live";
  if (chance < 0.4) return "timeWaitNew";
  return chance < 0.7 ? "timeWaitMid" : "timeWaitOld";
}
