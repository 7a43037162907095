/** Least squares over days, one regressor after the other. Days to come are carried along, so that a fit foretells them. */
export interface LeastSquares {
  /** How many regressors it has. */
  readonly size: number;
  /** Takes one more regressor; false where the others already say it. */
  add(regressor: Float64Array): boolean;
  /** Gives back those beyond the first `size`. */
  truncate(size: number): void;
  /** Each row as the regressors explain `values`. */
  fit(values: Float64Array): Float64Array;
  /** Variance of the fit at a row, as a multiple of the variance of one value of weight 1. */
  varianceAt(row: number): number;
  /** The orthonormal regressors, and the weights of the rows; read, not changed. */
  readonly basis: readonly Float64Array[];
  readonly weights: Float64Array;
}

const LEAST_NEW_SHARE = 1e-6;

/**
 * Orthonormalises regressors under `weights`, one for each row; rows of weight 0 have no say and are only carried along
 * (modified Gram-Schmidt; Björck, Numerical Methods for Least Squares Problems, section 2.4).
 */
export function leastSquares(weights: Float64Array): LeastSquares {
  const rows = weights.length;
  const basis: Float64Array[] = [];
  const dot = (a: Float64Array, b: Float64Array): number => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += weights[row]! * a[row]! * b[row]!;
    return sum;
  };
  return {
    basis,
    weights,
    get size() {
      return basis.length;
    },
    add(regressor) {
      const own = Float64Array.from(regressor);
      const whole = dot(own, own);
      for (const each of basis) subtract(own, each, dot(own, each));
      const left = dot(own, own);
      if (!(left > LEAST_NEW_SHARE * whole)) return false;
      const length = Math.sqrt(left);
      for (let row = 0; row < rows; row++) own[row] = own[row]! / length;
      basis.push(own);
      return true;
    },
    truncate(size) {
      basis.length = size;
    },
    fit(values) {
      const fitted = new Float64Array(rows);
      for (const each of basis) subtract(fitted, each, -dot(values, each));
      return fitted;
    },
    varianceAt: (row) => basis.reduce((sum, each) => sum + each[row]! ** 2, 0),
  };
}

function subtract(from: Float64Array, what: Float64Array, times: number): void {
  for (let row = 0; row < from.length; row++) from[row] = from[row]! - times * what[row]!;
}
