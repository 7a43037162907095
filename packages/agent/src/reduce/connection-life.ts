/** What became of one tuple's connections in the time between two readings. */
export interface ConnectionLives {
  windowMs: number;
  /** Connections that were not there at the reading before, also those that have ended since. */
  opened: number;
  /** Of these, the ones that ended within the window: how long they lived was not seen. */
  openedAndEnded: number;
  /** Lives of connections that the reading before saw and that have ended, and ages so far of those that live; in ms. */
  lives: number[];
}

/**
 * Median life in ms of the connections that ended in the window or still live; null where there was none.
 *
 * A connection that came and went unseen lived for less than the window. How much less follows from how many of those
 * opened in it were still there at its end: for a life w far below the window, w ÷ window of them.
 */
export function medianLifeMs({ windowMs, opened, openedAndEnded, lives }: ConnectionLives): number | null {
  const total = lives.length + openedAndEnded;
  if (total === 0) return null;
  const still = opened - openedAndEnded;
  const shortMs = opened === 0 ? 0 : (windowMs * Math.max(still, 0.5)) / opened;
  const sorted = Float64Array.from(lives).sort();
  const middle = total >> 1;
  // The short ones stand together, at one place among the others.
  let shorter = 0;
  while (shorter < sorted.length && sorted[shorter]! < shortMs) shorter++;
  if (middle < shorter) return sorted[middle]!;
  return middle < shorter + openedAndEnded ? shortMs : sorted[middle - openedAndEnded]!;
}
