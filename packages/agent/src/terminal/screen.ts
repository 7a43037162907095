/** Keys by name; a letter or sign by itself. */
export type Key =
  | "up"
  | "down"
  | "left"
  | "right"
  | "enter"
  | "escape"
  | "pageUp"
  | "pageDown"
  | "home"
  | "end"
  | "interrupt"
  | (string & {});

/** A terminal that belongs to one command until it is closed. */
export interface Screen {
  size(): { columns: number; rows: number };
  /** Shows these lines and nothing else; lines beyond the last row are not shown. */
  draw(lines: readonly string[]): void;
  onKey(listener: (key: Key) => void): void;
  onResize(listener: () => void): void;
  /** Gives the terminal back as it was found. */
  close(): void;
}
