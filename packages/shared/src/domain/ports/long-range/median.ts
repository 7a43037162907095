/** Of the first `count` values, which are sorted in place; of an even count the mean of the middle two. NaN of none. */
export function medianOf(values: Float64Array, count: number): number {
  const sorted = values.subarray(0, count).sort();
  const middle = count >> 1;
  return count % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Standard deviation of a normal distribution as a multiple of its median absolute deviation: 1 ÷ Φ⁻¹(0.75). */
export const DEVIATION_OF_MEDIAN = 1.4826;
