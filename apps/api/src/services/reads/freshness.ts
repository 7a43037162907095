import type { Verdict } from "@berth/shared/domain/checklist/verdict.ts";
import { NO_VERDICT } from "@berth/shared/domain/checklist/verdict-of.ts";

/** Missed intervals that make a host stale. */
export const STALE_AFTER_INTERVALS = 3;

export type Freshness = "live" | "stale" | "never";

export function freshnessOf(capturedAtMs: number | null, sampleSeconds: number, nowMs: number): Freshness {
  if (capturedAtMs === null) return "never";
  return capturedAtMs < nowMs - sampleSeconds * STALE_AFTER_INTERVALS * 1000 ? "stale" : "live";
}

/** A pass that nobody confirms any more is no pass. A finding stands until it is seen to be gone. */
export function verdictAsOf(verdict: Verdict | null, freshness: Freshness): Verdict {
  if (verdict === null) return NO_VERDICT;
  return freshness !== "live" && verdict.status === "pass" ? NO_VERDICT : verdict;
}
