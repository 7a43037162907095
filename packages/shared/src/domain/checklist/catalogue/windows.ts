/** Windows' own. */
export const WINDOWS_CHECKS = ["win-excl", "win-bound", "win-reuse"] as const;

/** Findings (they warn or fail) stand before notes (they inform) in each group. */
export const WINDOWS_RULES = [
  // win-excl
  "excluded-share",
  "excluded-refused",
  "excluded-service",
  "excluded-is",
  // win-bound
  "bound-pool-share",
  "bound-process",
  "bound-is",
  // win-reuse
  "auto-reuse-would-help",
  "auto-reuse-is",
  "timed-wait-is",
] as const;
