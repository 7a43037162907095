import type { Verdict } from "@berth/shared/domain/checklist/verdict.ts";
import { NO_VERDICT } from "@berth/shared/domain/checklist/verdict-of.ts";

/** Missed intervals that make a host stale. */
export const STALE_AFTER_INTERVALS = 3;

export type Freshness = "live" | "stale" | "never";

export function freshnessOf(capturedAtMs: number | null, sampleSeconds: number, nowMs: number): Freshness {
  if (capturedAtMs === null) return "never";
  return capturedAtMs < nowMs - sampleSeconds * STALE_AFTER_INTERVALS * 1000 ? "stale" : "live";
}

/** What was made of a host's snapshots; `judgedCapturedAtMs` is the newest of them that was judged. */
interface Judged {
  verdict: Verdict | null;
  judgedCapturedAtMs: number | null;
  sampleSeconds: number;
}

/**
 * A pass that nobody confirms any more is no pass, be it that no snapshot comes or that none is judged. A finding stands
 * until it is seen to be gone.
 */
export function verdictAsOf({ verdict, judgedCapturedAtMs, sampleSeconds }: Judged, nowMs: number): Verdict {
  if (verdict === null) return NO_VERDICT;
  return verdict.status === "pass" && freshnessOf(judgedCapturedAtMs, sampleSeconds, nowMs) !== "live" ? NO_VERDICT : verdict;
}
