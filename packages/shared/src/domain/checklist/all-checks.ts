import type { Check } from "./check.ts";
import { closeWait } from "./checks/closewait.ts";
import { ctUse } from "./checks/ct-use.ts";
import { ephDest } from "./checks/eph-dest.ts";
import { ephHost } from "./checks/eph-host.ts";
import { listenInRange } from "./checks/listen-in-range.ts";
import { rangeSane } from "./checks/range-sane.ts";
import { twDest } from "./checks/tw-dest.ts";
import { twReuse } from "./checks/tw-reuse.ts";

/** In display order: the founding checklist first (the range, its use, TIME_WAIT), then what was added to it. */
export const ALL_CHECKS: readonly Check[] = [rangeSane, ephDest, ephHost, twDest, closeWait, listenInRange, ctUse, twReuse];

/**
 * How much history a caller should bring: the longest that any check looks back, and one interval more, which is at most
 * 300 s.
 */
export const HISTORY_MINUTES = Math.max(...ALL_CHECKS.map(({ needs }) => needs.minutes)) + 5;
