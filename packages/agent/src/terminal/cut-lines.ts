import { fitLine, widthOf } from "./fit-line.ts";

/** The first lines of a text that was wrapped to so many columns; an ellipsis where more would have followed. */
export function cutLines(lines: readonly string[], most: number, columns: number): string[] {
  if (lines.length <= most) return [...lines];
  const last = lines[most - 1] ?? "";
  return [...lines.slice(0, Math.max(0, most - 1)), widthOf(last) < columns ? `${last}…` : fitLine(`${last}…`, columns)];
}
