/** At most `count` indexes for a table, each the largest of its stretch, so that no peak is lost; a known moment beats silence. */
export function fullestRows(values: readonly (number | null)[], count: number): number[] {
  const stretch = Math.max(1, Math.ceil(values.length / count));
  const rows: number[] = [];
  for (let start = 0; start < values.length; start += stretch) {
    let fullest = start;
    for (let at = start + 1; at < Math.min(values.length, start + stretch); at++)
      if ((values[at] ?? -1) > (values[fullest] ?? -1)) fullest = at;
    rows.push(fullest);
  }
  return rows;
}
