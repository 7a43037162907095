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
