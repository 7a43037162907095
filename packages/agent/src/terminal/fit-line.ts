import { displayWidth } from "./display-width.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: ECMA-48 colour sequences begin with ESC.
const PIECE = /(\u001b\[[0-9;]*m)|(.)/gsu;

/** Cuts a line to so many columns, colours kept and closed; a cut is marked with an ellipsis. */
export function fitLine(line: string, columns: number): string {
  if (widthOf(line) <= columns) return line;
  let [used, kept, isCut] = [0, "", false];
  for (const [, color, character = ""] of line.matchAll(PIECE)) {
    if (color !== undefined) kept += color;
    else if (!isCut) {
      const width = displayWidth(character);
      isCut = used + width > columns - 1;
      kept += isCut ? "…" : character;
      used += width;
    }
  }
  return kept;
}

/** Columns of a line that may hold colours. */
export function widthOf(line: string): number {
  let width = 0;
  for (const [, color, character = ""] of line.matchAll(PIECE)) width += color === undefined ? displayWidth(character) : 0;
  return width;
}
