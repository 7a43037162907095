import { type Change, findChanges, regressorOf } from "./find-change.ts";
import { fitHeld, fitWeek, type HeldFit, isTelling } from "./held-fit.ts";
import { WEEK_DAYS, WEEKLY_FROM_DAYS } from "./hour-shape.ts";
import type { LeastSquares } from "./least-squares.ts";

/** A step or a bend is believed where it takes so many times as much off the variance as chance would (an F ratio). */
const CHANGE_RATIO = 16;
const CHANGES_MAX = 4;
/** Of a change so many days ago, a step and the beginning of a growth are hard to tell apart where both explain much. */
const RECENT_DAYS = 28;
const MAYBE_SHARE = 0.5;

/** A recent change that may as well have been of the other kind. */
export interface Doubt {
  /** How many regressors there were before it. */
  size: number;
  other: Change;
}

/**
 * Adds steps, bends and the days of the week to the regressors, one after the other, while the peaks demand them. Says of
 * the first recent one what else it may have been, null where there is no doubt.
 */
export function addChanges(squares: LeastSquares, peaks: Float64Array): { held: HeldFit; doubt: Doubt | null } {
  const days = peaks.length;
  let held = fitHeld(squares, peaks);
  let doubt: Doubt | null = null;
  let hasWeek = days < WEEKLY_FROM_DAYS || squares.size >= WEEK_DAYS;
  for (let changes = 0; ; changes++) {
    if (!hasWeek) {
      const withWeek = fitWeek(squares, peaks, held);
      hasWeek = withWeek !== null;
      held = withWeek ?? held;
    }
    if (changes === CHANGES_MAX) return { held, doubt };
    const { step, bend } = findChanges(squares, held.residuals, days);
    const [change, other] = (bend?.gain ?? 0) > (step?.gain ?? 0) ? [bend, step] : [step, bend];
    if (!change || !isTelling(held, change.gain, 1, CHANGE_RATIO)) return { held, doubt };
    const isRecent = days - change.day <= RECENT_DAYS;
    if (isRecent && other && other.gain > MAYBE_SHARE * change.gain) doubt ??= { size: squares.size, other };
    if (!squares.add(regressorOf(change, squares.weights.length))) return { held, doubt };
    held = fitHeld(squares, peaks);
  }
}
