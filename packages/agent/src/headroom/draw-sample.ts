/** `count` of the values, each set of so many as likely as another (Fisher and Yates, stopped early). The values are not touched. */
export function drawSample(values: Uint16Array, count: number, random: () => number): Uint16Array {
  const pool = values.slice();
  const size = Math.min(count, pool.length);
  for (let at = 0; at < size; at++) {
    const from = at + Math.floor(random() * (pool.length - at));
    [pool[at], pool[from]] = [pool[from]!, pool[at]!];
  }
  return pool.slice(0, size);
}
