import type { Verdict } from "@berth/shared/domain/checklist/verdict.ts";
import { NO_VERDICT } from "@berth/shared/domain/checklist/verdict-of.ts";

/** How often a host looks, and how many looks share a request while all is well. */
export interface Rhythm {
  sampleSeconds: number;
  frameSamples: number;
}

/** Samples that may be missing when the next request is due. */
export const MISSED_SAMPLES_MAX = 2;

export type Freshness = "live" | "stale" | "never";

/** The newest sample is as old as a request is long when the next one is due; two samples later it is missing. */
export function freshnessOf(capturedAtMs: number | null, { sampleSeconds, frameSamples }: Rhythm, nowMs: number): Freshness {
  if (capturedAtMs === null) return "never";
  return capturedAtMs < nowMs - sampleSeconds * (frameSamples + MISSED_SAMPLES_MAX) * 1000 ? "stale" : "live";
}

/** What was made of a host's snapshots; `judgedCapturedAtMs` is the newest of them that was judged. */
interface Judged extends Rhythm {
  verdict: Verdict | null;
  judgedCapturedAtMs: number | null;
}

/**
 * A pass that nobody confirms any more is no pass, be it that no snapshot comes or that none is judged. A finding stands
 * until it is seen to be gone.
 */
export function verdictAsOf({ verdict, judgedCapturedAtMs, ...rhythm }: Judged, nowMs: number): Verdict {
  if (verdict === null) return NO_VERDICT;
  return verdict.status === "pass" && freshnessOf(judgedCapturedAtMs, rhythm, nowMs) !== "live" ? NO_VERDICT : verdict;
}
