import { TCP_STATE_NUMBER } from "../network/tcp-state.ts";
import type { PortSurvey } from "./port-survey.ts";
import { timeWaitAgeMs } from "./time-wait.ts";

const { timeWait: TIME_WAIT, finWait2: FIN_WAIT_2 } = TCP_STATE_NUMBER;

const CLOSE_WINDOWS = 6;
const CLOSE_WINDOW_SECONDS = 10;
const RELEASE_SECONDS = 60;

/** What a group's timers tell: one dump holds the last minute and the coming one. */
export interface Churn {
  /** Closes per second in each of the last six 10 s windows, oldest first. Entries taken over by reuse are not counted. */
  closesPerSecond: number[];
  /** Ports of this group that come back in each of the coming 60 seconds. */
  releases: number[];
}

/**
 * Closes and releases of one group from the timers of its TIME_WAIT entries. With reuse (`reuseDelayMs`) an entry's port
 * is back for this tuple once it is that old, and entries already that old hold nothing; an orphaned FIN_WAIT_2 entry
 * comes back when its timer fires.
 */
export function churnOf(survey: PortSurvey, group: number, reuseDelayMs: number | null): Churn {
  const { table, rows, groupStart } = survey;
  const closes = new Array<number>(CLOSE_WINDOWS).fill(0);
  const releases = new Array<number>(RELEASE_SECONDS).fill(0);
  for (let at = groupStart[group]!; at < groupStart[group + 1]!; at++) {
    const row = rows[at]!;
    const expiresMs = table.expiresMs[row]!;
    const isTimeWait = table.state[row] === TIME_WAIT;
    if (!isTimeWait && !(table.state[row] === FIN_WAIT_2 && expiresMs > 0)) continue;
    const ageMs = timeWaitAgeMs(expiresMs);
    if (isTimeWait) {
      const windowsAgo = Math.min(CLOSE_WINDOWS - 1, Math.max(0, Math.floor(ageMs / (CLOSE_WINDOW_SECONDS * 1000))));
      closes[CLOSE_WINDOWS - 1 - windowsAgo]!++;
    }
    const releaseMs = isTimeWait && reuseDelayMs !== null ? Math.min(expiresMs, reuseDelayMs - ageMs) : expiresMs;
    if (releaseMs >= 0) releases[Math.min(RELEASE_SECONDS - 1, Math.floor(releaseMs / 1000))]!++;
  }
  return { closesPerSecond: closes.map((count) => count / CLOSE_WINDOW_SECONDS), releases };
}

/** Mean of the six windows: closes per second over the last minute. */
export const meanClosesPerSecond = (closesPerSecond: readonly number[]): number =>
  closesPerSecond.length === 0 ? 0 : closesPerSecond.reduce((sum, rate) => sum + rate, 0) / closesPerSecond.length;

/** So far beyond everything before it, a rate that lasted for 30 s, or for 20 s, is a change and no noise. */
const LASTING = { windows: 3, factor: 1.1 } as const;
const SUDDEN = { windows: 2, factor: 1.25 } as const;

/**
 * Closes per second that go on now: the mean of the last minute, or that of its newest 30 or 20 seconds where these are all
 * above, or all below, what came before. A single window of 10 s never counts alone.
 */
export function sustainedClosesPerSecond(closesPerSecond: readonly number[]): number {
  if (closesPerSecond.length < 2 * LASTING.windows) return meanClosesPerSecond(closesPerSecond);
  const change = [SUDDEN, LASTING].find(({ windows, factor }) => {
    const [earlier, newest] = [closesPerSecond.slice(0, -windows), closesPerSecond.slice(-windows)];
    return Math.min(...newest) > factor * Math.max(...earlier) || Math.max(...newest) * factor < Math.min(...earlier);
  });
  if (!change) return meanClosesPerSecond(closesPerSecond);
  // A change in the midst of a window leaves one that is neither old nor new: of three the middle counts, of two the nearer.
  const newest = closesPerSecond.slice(-change.windows).toSorted((a, b) => a - b);
  if (change === LASTING) return newest[1]!;
  return newest[0]! > meanClosesPerSecond(closesPerSecond) ? newest[0]! : newest[1]!;
}

/** Less than one close in a quarter of an hour is none. */
export const LEAST_PER_SECOND = 0.001;
const isEmpty = (rate: number): boolean => rate < LEAST_PER_SECOND;
const CEASED = { windows: 2, seconds: 8 } as const;

/**
 * Whether closes were seen in the last minute, and go on no more: the newest 20 seconds or longer have none; or, where
 * `releases` tells in which second each entry was made, the newest 8: a busy machine stalls for a few. A pause as long as half of that, between two closes
 * before, is the rhythm of a job and no end. `releases` is null where ports come back before a whole minute.
 */
export function hasCeased(closesPerSecond: readonly number[], releases: readonly number[] | null): boolean {
  if (closesPerSecond.every(isEmpty)) return false;
  if (releases?.length === RELEASE_SECONDS && releases.some((count) => count > 0)) {
    const { silent, longest } = pausesOf(releases);
    if (silent >= CEASED.seconds && silent > 2 * longest) return true;
  }
  const { silent, longest } = pausesOf(closesPerSecond);
  return silent >= CEASED.windows && silent > longest;
}

/** How many of the newest values are none, and the most between two that are some. */
function pausesOf(values: readonly number[]): { silent: number; longest: number } {
  const busy = values.flatMap((value, at) => (isEmpty(value) ? [] : [at]));
  const longest = Math.max(0, ...busy.map((at, index) => (index === 0 ? 0 : at - busy[index - 1]! - 1)));
  return { silent: values.length - 1 - (busy.at(-1) ?? -1), longest };
}

/** A beginning is looked at second by second while the windows before the newest two are empty. */
const ONSET_SECONDS = 2 * CLOSE_WINDOW_SECONDS;
const ONSET_LEAST = { seconds: 3, closes: 20 } as const;
const ONSET_OVER_SECONDS = 5;

/**
 * Closes per second since the first of them, where all of the last minute came within its newest 20 s: the schedule of
 * `releases` tells in which second each entry was made, if nothing is released before a whole minute. Closes that came all
 * at once, or did not go on, or have not yet gone on for three seconds, are none. Null where there was no such beginning.
 */
export function closesSinceOnset(closesPerSecond: readonly number[], releases: readonly number[]): number | null {
  if (releases.length !== RELEASE_SECONDS || !closesPerSecond.slice(0, -2).every(isEmpty)) return null;
  const seconds = releases.slice(-ONSET_SECONDS);
  const total = seconds.reduce((sum, count) => sum + count, 0);
  const lasted = ONSET_SECONDS - seconds.findIndex((count) => count > 0);
  if (total < ONSET_LEAST.closes) return null;
  const isAtOnce = Math.max(...seconds) > total / 2;
  const isOver = seconds.slice(-ONSET_OVER_SECONDS).every((count) => count === 0);
  return isAtOnce || isOver || lasted < ONSET_LEAST.seconds ? 0 : total / lasted;
}
