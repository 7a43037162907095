/** How many cells go in a column so that `count` cells fill width × height with cells as square as can be. */
export function stripLayout(count: number, width: number, height: number): { rows: number; columns: number } {
  if (count === 0 || width <= 0 || height <= 0) return { rows: 1, columns: 1 };
  const wanted = Math.sqrt((count * height) / width);
  const candidates = [Math.max(1, Math.floor(wanted)), Math.ceil(wanted)].map((rows) => {
    const columns = Math.ceil(count / rows);
    const ratio = width / columns / (height / rows);
    return { rows, columns, distortion: Math.max(ratio, 1 / ratio) };
  });
  const [best] = candidates.sort((a, b) => a.distortion - b.distortion);
  return best ?? { rows: 1, columns: count };
}
