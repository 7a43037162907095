const CELLS = 20;
/** After so many cells stand the 50, 60 and 80 % lines. */
const LINES_AFTER = [10, 12, 16];

/**
 * used ÷ capacity as `▇▇▇▇┃░░`, 23 columns, with the 50, 60 and 80 % lines. A cell counts once it is begun, so the bar
 * passes a line exactly when the ratio does, and anything used shows; only all of it fills the bar.
 */
export function usageBar(ratio: number): { filled: string; empty: string } {
  const cells = ratio >= 1 ? CELLS : Math.min(CELLS - 1, Math.ceil(ratio * CELLS));
  const draw = (from: number, to: number, cell: string) =>
    Array.from({ length: to - from }, (_, index) => (LINES_AFTER.includes(from + index) ? `┃${cell}` : cell)).join("");
  return { filled: draw(0, cells, "▇"), empty: draw(cells, CELLS, "░") };
}
