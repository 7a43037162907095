/** Share of a standard normal distribution below `x`, to 1e-7 (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.17). */
export function normalShare(x: number): number {
  const t = 1 / (1 + 0.231_641_9 * Math.abs(x));
  const tail =
    0.398_942_28 *
    Math.exp((-x * x) / 2) *
    t *
    (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  return x >= 0 ? 1 - tail : tail;
}

/** Ten values of a standard normal distribution that stand for a tenth of it each: its quantiles at 5 %, 15 % … 95 %. */
export const NORMAL_TENTHS = [-1.6449, -1.0364, -0.6745, -0.3853, -0.1257, 0.1257, 0.3853, 0.6745, 1.0364, 1.6449] as const;
