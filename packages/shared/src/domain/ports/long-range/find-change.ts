import type { LeastSquares } from "./least-squares.ts";

/** From day `day` on the level is another (step), or the growth is (bend). */
export interface Change {
  kind: "step" | "bend";
  day: number;
  /** By how much it lessens the weighted sum of squared residuals. */
  gain: number;
}

/** A step needs so many days on either side, a bend so many. */
const STEP_DAYS = 3;
const BEND_DAYS = 8;
const LEAST_NEW_SHARE = 1e-4;

/**
 * The step and the bend that explain most of `residuals`, which those regressors leave; null where no day can have one. Each
 * candidate costs one pass over the regressors: what they share with it are sums from the last day back.
 */
export function findChanges(
  { basis, weights }: LeastSquares,
  residuals: Float64Array,
  days: number,
): { step: Change | null; bend: Change | null } {
  const [steps, bends] = [new Float64Array(basis.length), new Float64Array(basis.length)];
  let [weight, ramp, rampSquares, residual, residualRamp, after] = [0, 0, 0, 0, 0, 0];
  const best: { step: Change | null; bend: Change | null } = { step: null, bend: null };
  const consider = (kind: Change["kind"], day: number, norm: number, shared: Float64Array, product: number): void => {
    let left = norm;
    for (let index = 0; index < shared.length; index++) left -= shared[index]! ** 2;
    const gain = left > LEAST_NEW_SHARE * norm ? product ** 2 / left : 0;
    if (gain > (best[kind]?.gain ?? 0)) best[kind] = { kind, day, gain };
  };
  const seen = weights.subarray(0, days).reduce((count, each) => count + Number(each > 0), 0);
  for (let day = days - 1; day > 0; day--) {
    const own = weights[day]!;
    if (own > 0) after++;
    weight += own;
    rampSquares += 2 * ramp + weight;
    ramp += weight;
    residual += own * residuals[day]!;
    residualRamp += residual;
    for (let index = 0; index < basis.length; index++) {
      steps[index] = steps[index]! + own * basis[index]![day]!;
      bends[index] = bends[index]! + steps[index]!;
    }
    if (own === 0) continue;
    if (after >= STEP_DAYS && seen - after >= STEP_DAYS) consider("step", day, weight, steps, residual);
    if (after >= BEND_DAYS && seen - after >= BEND_DAYS) consider("bend", day, rampSquares, bends, residualRamp);
  }
  return best;
}

/** As a regressor: 1 from its day on, or 1, 2, 3 …, of which the last row, where what was known before stands, knows nothing. */
export const regressorOf = ({ kind, day }: Pick<Change, "kind" | "day">, rows: number): Float64Array =>
  Float64Array.from({ length: rows }, (_, row) => (row < day || row === rows - 1 ? 0 : kind === "step" ? 1 : row - day + 1));
