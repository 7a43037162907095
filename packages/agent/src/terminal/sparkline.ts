const BLOCKS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/** Ratios, 0 to 1, as blocks, the newest last; a blank where nothing was seen. Never the full block for less than all of it. */
export function sparkline(ratios: readonly (number | null)[], cells: number): string {
  const shown = ratios.slice(-cells);
  const drawn = shown.map((ratio) => (ratio === null ? " " : ratio >= 1 ? "█" : BLOCKS[Math.min(6, Math.floor(Math.max(0, ratio) * 7))]!));
  return drawn.join("").padStart(cells, " ");
}
