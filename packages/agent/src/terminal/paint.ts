/** ECMA-48 colours in the terminal's own palette; the plain one leaves text as it is. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
}

const wrapped = (on: number, off: number) => (text: string) => (text === "" ? "" : `\u001b[${on}m${text}\u001b[${off}m`);

export const COLOR: Paint = { bold: wrapped(1, 22), dim: wrapped(2, 22), red: wrapped(31, 39), yellow: wrapped(33, 39) };

const same = (text: string): string => text;
export const PLAIN: Paint = { bold: same, dim: same, red: same, yellow: same };

export const COLOR_MODES = ["auto", "always", "never"] as const;
export type ColorMode = (typeof COLOR_MODES)[number];

/** `auto` colours a terminal unless NO_COLOR is set and not empty (no-color.org) or the terminal is dumb. */
export function paintFor(mode: ColorMode, isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): Paint {
  const isColored = mode === "always" || (mode === "auto" && isTerminal && !env.NO_COLOR && env.TERM !== "dumb");
  return isColored ? COLOR : PLAIN;
}
