import type { Key } from "../terminal/screen.ts";

export const TOP_VIEWS = ["overview", "tuple", "checks", "remedies", "help"] as const;
export type TopView = (typeof TOP_VIEWS)[number];

/** What a person has chosen to look at. */
export interface TopState {
  view: TopView;
  /** Key of the chosen row of the overview; null until one was chosen: then it is the first, whichever that is. */
  chosen: string | null;
  /** Lines that the view is scrolled down. */
  scroll: number;
  isPaused: boolean;
  isDone: boolean;
}

export const FIRST_LOOK: TopState = { view: "overview", chosen: null, scroll: 0, isPaused: false, isDone: false };

/** The keys of the rows there are to choose from, in their order, and how many lines fit. */
export interface TopExtent {
  rows: readonly string[];
  lines: number;
}

/** Where the chosen row stands now; the first where it is gone. */
export const chosenIndex = ({ chosen }: Pick<TopState, "chosen">, rows: readonly string[]): number =>
  Math.max(0, chosen === null ? 0 : rows.indexOf(chosen));

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
      return state.view === "overview" && rows.length > 0
        ? { ...state, view: "tuple", chosen: rows[chosenIndex(state, rows)]!, scroll: 0 }
        : state;
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
const move = (state: TopState, step: number, rows: readonly string[]): TopState =>
  state.view === "overview"
    ? { ...state, chosen: rows[Math.min(Math.max(0, chosenIndex(state, rows) + step), rows.length - 1)] ?? state.chosen }
    : { ...state, scroll: Math.max(0, Math.min(state.scroll + step, SCROLL_MAX)) };

const SCROLL_MAX = 10_000;
