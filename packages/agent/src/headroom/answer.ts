import type { HeadroomMethod, UnknownReason } from "@berth/shared/domain/ports/headroom.ts";

/** What is printed for one question. Counts are ports. */
export type Answer =
  | { kind: "counted"; capacity: number; low: number; high: number; best: number }
  /** Nothing limits; `low` is the size of the range. */
  | { kind: "unlimited"; low: number }
  /** `capacity` is null where not even the range is known. */
  | { kind: "unknown"; capacity: number | null; reason: UnknownReason };

const METHOD: HeadroomMethod = "passive";

/** The line of one answer, fields in their documented order. */
export function answerLine(id: string | number | null, answer: Answer): string {
  switch (answer.kind) {
    case "counted": {
      const { capacity, low, high, best } = answer;
      return JSON.stringify({ id, capacity, low, high, best, used: capacity - best, unlimited: false, method: METHOD });
    }
    case "unlimited":
      return JSON.stringify({ id, capacity: null, low: answer.low, high: null, best: null, used: null, unlimited: true, method: METHOD });
    case "unknown": {
      const { capacity, reason } = answer;
      return JSON.stringify({ id, capacity, low: 0, high: capacity, best: null, used: null, unlimited: false, method: METHOD, reason });
    }
  }
}

export const errorLine = (id: string | number | null, pointer: string, detail: string): string =>
  JSON.stringify({ id, error: { pointer, detail } });
