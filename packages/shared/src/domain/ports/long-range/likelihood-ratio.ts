/** What a fit left, and with how many regressors. */
interface Fit {
  squaresSum: number;
  size: number;
}

/** How many times likelier `b` is than `a`, by the difference of their Bayesian information criteria (Schwarz, 1978). */
export function likelihoodRatio(a: Fit, b: Fit, independentDays: number): number {
  const [left, right] = [a.squaresSum, b.squaresSum].map((sum) => Math.max(sum, Number.EPSILON)) as [number, number];
  const regressors = ((a.size - b.size) / 2) * Math.log(Math.max(2, independentDays));
  return Math.exp((independentDays / 2) * Math.log(left / right) + regressors);
}
