/**
 * Minutes until a least-squares line through evenly spaced readings (oldest first) reaches `limit`: what PromQL's
 * predict_linear() computes, from the line's own value at the last reading. Null where it never does.
 */
export function minutesToFullOnLine(readings: readonly number[], stepMinutes: number, limit: number): number | null {
  const count = readings.length;
  const middle = (count - 1) / 2;
  const level = readings.reduce((sum, value) => sum + value, 0) / count;
  const spread = (count * (count * count - 1)) / 12;
  const perStep = readings.reduce((sum, value, at) => sum + (at - middle) * value, 0) / Math.max(spread, 1);
  const now = level + perStep * middle;
  if (now >= limit) return 0;
  return perStep > 0 ? ((limit - now) / perStep) * stepMinutes : null;
}
