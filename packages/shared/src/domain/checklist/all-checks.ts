import type { Check } from "./check.ts";

/** In display order: what uses the ports, then what leaks, stands in the way or is set wrong. */
export const ALL_CHECKS: readonly Check[] = [];

/**
 * How much history a caller should bring: the longest that any check looks back, and one interval more, which is at most
 * 300 s.
 */
export const HISTORY_MINUTES = 35;
