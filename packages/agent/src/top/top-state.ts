import type { Key } from "../terminal/screen.ts";

export const TOP_VIEWS = ["overview", "tuple", "checks", "remedies", "help"] as const;
export type TopView = (typeof TOP_VIEWS)[number];

/** What a person has chosen to look at. */
export interface TopState {
  view: TopView;
  /** Index of the chosen row of the overview. */
  row: number;
  /** Lines that the view is scrolled down. */
  scroll: number;
  isPaused: boolean;
  isDone: boolean;
}

export const FIRST_LOOK: TopState = { view: "overview", row: 0, scroll: 0, isPaused: false, isDone: false };

/** How many rows there are to choose from, and how many lines fit. */
export interface TopExtent {
  rows: number;
  lines: number;
}

const VIEW_OF: Record<string, TopView> = { c: "checks", r: "remedies", "?": "help", h: "help" };

/** One key; an unknown one changes nothing. */
export function pressKey(state: TopState, key: Key, { rows, lines }: TopExtent): TopState {
  const view = VIEW_OF[key];
  if (view !== undefined) return { ...state, view: state.view === view ? "overview" : view, scroll: 0 };
  switch (key) {
    case "q":
    case "interrupt":
      return { ...state, isDone: true };
    case "p":
    case "space":
      return { ...state, isPaused: !state.isPaused };
    case "escape":
    case "left":
      return state.view === "overview" ? state : { ...state, view: "overview", scroll: 0 };
    case "enter":
    case "right":
      return state.view === "overview" && rows > 0 ? { ...state, view: "tuple", scroll: 0 } : state;
    default: {
      const step = STEP_OF[key];
      return step === undefined ? state : move(state, step === "page" ? lines : step === "-page" ? -lines : step, rows);
    }
  }
}

const STEP_OF: Record<string, number | "page" | "-page"> = {
  up: -1,
  k: -1,
  down: 1,
  j: 1,
  pageUp: "-page",
  pageDown: "page",
  home: Number.NEGATIVE_INFINITY,
  end: Number.POSITIVE_INFINITY,
};

/** In the overview a row is chosen; elsewhere the lines move. What is beyond the last line is bounded when it is drawn. */
const move = (state: TopState, step: number, rows: number): TopState =>
  state.view === "overview"
    ? { ...state, row: Math.min(Math.max(0, state.row + step), Math.max(0, rows - 1)) }
    : { ...state, scroll: Math.max(0, Math.min(state.scroll + step, SCROLL_MAX)) };

const SCROLL_MAX = 10_000;
