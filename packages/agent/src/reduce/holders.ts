import type { Holder } from "@berth/shared/domain/host/snapshot.ts";
import type { HolderOf, RememberedTuple } from "./tuple-memory.ts";

/** The wire takes ten of a tuple. */
const PER_BASIS_MAX = 5;
/** Who opened connections to a destination counts half after so long. */
const HALF_LIFE_MS = 120_000;
const FORGOTTEN_BELOW = 0.05;
const DESTINATIONS_MAX = 512;
const LABELS_MAX = 4_096;

/** Who holds sockets, to a reader: processes of one name and unit are one holder. */
export interface HolderLabel {
  process: string;
  unit: string | null;
}

/** The holders of one namespace by number, from 1, remembered after they are gone. */
export class HolderLabels {
  #labels: HolderLabel[] = [];
  #numbers = new Map<string, number>();

  /** Full of names that come and go: the memory must start anew. */
  get isFull(): boolean {
    return this.#labels.length >= LABELS_MAX;
  }

  numberOf({ process, unit }: HolderLabel): number {
    const key = `${process}\n${unit ?? ""}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#labels.push({ process, unit });
    this.#numbers.set(key, number);
    return number;
  }

  label(number: number): HolderLabel {
    return this.#labels[number - 1]!;
  }
}

interface Openers {
  atMs: number;
  /** Connections that each holder was seen to open, older ones counting less. */
  weights: Map<number, number>;
}

/** Who opened connections to each destination in the last minutes. */
export class DestinationOpeners {
  #openers = new Map<string, Openers>();

  note(destination: string, opened: ReadonlyMap<number, number>, nowMs: number): void {
    const openers = this.#openers.get(destination) ?? { atMs: nowMs, weights: new Map() };
    const kept = 0.5 ** ((nowMs - openers.atMs) / HALF_LIFE_MS);
    openers.atMs = nowMs;
    for (const [holder, weight] of openers.weights) {
      if (weight * kept < FORGOTTEN_BELOW) openers.weights.delete(holder);
      else openers.weights.set(holder, weight * kept);
    }
    for (const [holder, count] of opened) if (holder !== 0) openers.weights.set(holder, (openers.weights.get(holder) ?? 0) + count);
    // The one noted longest ago is the first of the map.
    this.#openers.delete(destination);
    if (openers.weights.size > 0) this.#openers.set(destination, openers);
    if (this.#openers.size > DESTINATIONS_MAX) this.#openers.delete(this.#openers.keys().next().value!);
  }

  weights(destination: string): ReadonlyMap<number, number> {
    return this.#openers.get(destination)?.weights ?? new Map();
  }
}

/**
 * The holders of one tuple: who has its sockets open, then who had those now in TIME_WAIT.
 *
 * Entries whose connection came and went between two readings are shared out among those who were seen to open
 * connections to the same destination. Before anybody was, they are of the one who has all that are open there; of several,
 * any may have a pool that never made them, so they stay nobody's, and the shares add up to less than 1.
 */
export function holdersOf({ live, waiting }: RememberedTuple, openers: ReadonlyMap<number, number>, labels: HolderLabels): Holder[] {
  const inferred = new Map([...waiting].filter(([holder]) => holder !== 0));
  const missed = waiting.get(0) ?? 0;
  const likely = openers.size > 0 ? openers : soleOf(live);
  const total = sumOf(likely);
  for (const [holder, weight] of likely) if (holder !== 0) inferred.set(holder, (inferred.get(holder) ?? 0) + (missed * weight) / total);
  return [...shares(live, sumOf(live), "live", labels), ...shares(inferred, sumOf(waiting), "inferred", labels)];
}

/** Empty where several have sockets open; those of nobody known may have made connections as well, and count. */
const soleOf = (live: ReadonlyMap<number, number>): ReadonlyMap<number, number> =>
  [...live.keys()].filter((holder) => holder !== 0).length === 1 ? live : new Map();

const sumOf = (counts: ReadonlyMap<number, number>): number => [...counts.values()].reduce((sum, count) => sum + count, 0);

function shares(counts: ReadonlyMap<number, number>, total: number, basis: "live" | "inferred", labels: HolderLabels): Holder[] {
  return [...counts]
    .filter(([holder]) => holder !== 0)
    .map(([holder, count]): Holder => {
      const { process, unit } = labels.label(holder);
      const share = Math.min(1, Math.round((count / total) * 1000) / 1000);
      return { process, share, basis, ...(unit === null ? {} : { unit }) };
    })
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
    .slice(0, PER_BASIS_MAX);
}

/** A number for whoever has a socket open, by the pid that has it. */
export function holderNumbers(
  pidOf: (inode: number) => number,
  labelOf: (pid: number) => HolderLabel | null,
  labels: HolderLabels,
): HolderOf {
  const numbers = new Map<number, number>([[0, 0]]);
  return (inode) => {
    const pid = pidOf(inode);
    let number = numbers.get(pid);
    if (number === undefined) {
      const label = labelOf(pid);
      number = label ? labels.numberOf(label) : 0;
      numbers.set(pid, number);
    }
    return number;
  };
}
