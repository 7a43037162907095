export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };

/**
 * How one column of equally placed values is written. Telemetry is tables in tables, and a table is smallest by columns:
 * most repeat one value or another column, nearly all others are small whole numbers.
 */
export const COLUMN = {
  /** One value, as often as there are rows. */
  constant: 0,
  /** The same numbers as an earlier column, counted back from here. */
  repeat: 1,
  whole: 2,
  /** Tenths: closes per second are counts over ten seconds. */
  tenths: 3,
  words: 4,
  objects: 5,
  /** Lengths, then all elements as one column. */
  lists: 6,
  /** A bit a row for null, then the others as one column. */
  nullable: 7,
  /** Each value by itself. */
  mixed: 8,
  doubles: 9,
  /** A bit a row for a key that is not there, then the others as one column. */
  optional: 10,
  /** Whole numbers, each as the difference to the one a row of the whole earlier, which is where it stood then. */
  steps: 11,
} as const;

export const VALUE = { null: 0, false: 1, true: 2, whole: 3, double: 4, word: 5, list: 6, object: 7 } as const;

/** How far back a repeated column may lie: its distance is one byte. */
export const BACK_MAX = 256;

/** Every key that has a value in one of the rows, in the order in which they are first met. */
export function keysOf(rows: readonly { [key: string]: Json | undefined }[]): string[] {
  const keys = new Set<string>();
  for (const row of rows) for (const key of Object.keys(row)) if (row[key] !== undefined) keys.add(key);
  return [...keys];
}
