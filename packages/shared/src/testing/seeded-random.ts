/** Numbers that a seed decides: the same traces on every machine. */
export interface Random {
  /** Evenly in [low, high). */
  between(low: number, high: number): number;
  /** Standard normal. */
  normal(): number;
  /** How many of independent rare events happen, given how many are expected. */
  poisson(expected: number): number;
  chance(probability: number): boolean;
}

/** Mulberry32 for the bits, Box and Muller for the normal, Knuth or the normal approximation for counts. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const poisson = (expected: number) => {
    if (expected > 30) return Math.max(0, Math.round(expected + Math.sqrt(expected) * normal()));
    const limit = Math.exp(-expected);
    let count = -1;
    for (let product = 1; product > limit || count < 0; product *= next()) count++;
    return count;
  };
  return { between: (low, high) => low + (high - low) * next(), normal, poisson, chance: (probability) => next() < probability };
}
