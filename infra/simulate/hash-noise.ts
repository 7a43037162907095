/** Mixes a seed and two integers to 32 even bits (the finalizer of MurmurHash3): what a draw is, whenever it is asked for. */
export function hashOf(seed: number, a: number, b: number): number {
  let mixed = Math.imul(seed ^ Math.imul(a, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(b, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Evenly in [0, 1). */
export const unitOf = (seed: number, a: number, b: number): number => hashOf(seed, a, b) / 2 ** 32;

/**
 * A value in [-1, 1) that wanders with a memory of `periodMs`: drawn at every whole period, smooth and without a turn
 * between two of them.
 */
export function smoothNoise(seed: number, stream: number, atMs: number, periodMs: number): number {
  const position = atMs / periodMs;
  const index = Math.floor(position);
  const part = position - index;
  const before = unitOf(seed, stream, index);
  const after = unitOf(seed, stream, index + 1);
  return 2 * (before + (after - before) * part * part * (3 - 2 * part)) - 1;
}
