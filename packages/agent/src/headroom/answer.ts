import type { HeadroomMethod, PassiveReason, UnknownReason } from "@berth/shared/domain/ports/headroom.ts";

/** What is printed for one question. Counts are ports. */
export type Answer =
  | { kind: "counted"; capacity: number; low: number; high: number; best: number }
  /** Nothing limits; `low` is the size of the range. */
  | { kind: "unlimited"; low: number }
  /** `capacity` is null where not even the range is known. */
  | { kind: "unknown"; capacity: number | null; reason: UnknownReason };

/** How the answers of one reading were found: how many of the open ports the kernel was asked about, and why not all. */
export interface Settlement {
  method: HeadroomMethod;
  open: number;
  asked: number;
  reason: PassiveReason | null;
}

/** The line of one answer, fields in their documented order. */
export function answerLine(id: string | number | null, answer: Answer, settlement: Settlement): string {
  const { method } = settlement;
  // Last, for what reads the earlier fields by place.
  const because = settlement.reason === null ? {} : { methodReason: settlement.reason };
  switch (answer.kind) {
    case "counted": {
      const { capacity, low, high, best } = answer;
      return JSON.stringify({ id, capacity, low, high, best, used: capacity - best, unlimited: false, method, ...because });
    }
    case "unlimited":
      return JSON.stringify({
        id,
        capacity: null,
        low: answer.low,
        high: null,
        best: null,
        used: null,
        unlimited: true,
        method,
        ...because,
      });
    case "unknown": {
      const { capacity, reason } = answer;
      return JSON.stringify({ id, capacity, low: 0, high: capacity, best: null, used: null, unlimited: false, method, reason, ...because });
    }
  }
}

export const errorLine = (id: string | number | null, pointer: string, detail: string): string =>
  JSON.stringify({ id, error: { pointer, detail } });
