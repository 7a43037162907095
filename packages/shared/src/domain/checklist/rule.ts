/**
 * Every rule that a check can speak by. The text tables hold one sentence for each, so a rule without a sentence does not
 * compile. Findings (they warn or fail) stand before notes (they inform) in each group.
 */
export const RULES = [
  // eph-dest
  "dest-use",
  "dest-left-out",
  "dest-closest",
  "dest-past-half",
  "dest-interval",
  "dest-none",
  // eph-host
  "pool-use",
  "pool-use-spread",
  "udp-use",
  "host-use",
  "host-use-spread",
  "host-ports",
  // tw-dest
  "time-wait-share",
  "time-wait-closest",
  "time-wait-reusable",
  "time-wait-server-side",
  "time-wait-left-out",
  // closewait
  "close-wait-growing",
  "close-wait-pool-share",
  "close-wait-lasting",
  "close-wait-now",
  "close-wait-by-process",
  // listen-in-range
  "listener-known-service",
  "listener-in-range",
  "listener-young",
  "listener-udp",
  // range-sane
  "range-small",
  "range-below-default",
  "range-parity",
  "range-listeners",
  "range-privileged",
  "range-node-ports",
  "range-is",
  "range-reserved",
  // ct-use
  "conntrack-use",
  "conntrack-is",
  "conntrack-unlimited",
  // tw-reuse
  "tw-reuse-without-timestamps",
  "tw-reuse-is",
  "tw-reuse-would-help",
  // the engine's own
  "namespace-unread",
  "namespaces-unseen",
  "details-left-out",
  "more",
] as const;
export type Rule = (typeof RULES)[number];

/** What a check waits for, where nothing was refused but there is not enough yet. */
export const NEEDS = ["five-minutes", "ten-minutes"] as const;
export type Need = (typeof NEEDS)[number];

/** Why a check does not apply to a host. */
export const NOT_APPLICABLE_REASONS = ["platform", "conntrack-not-loaded"] as const;
export type NotApplicableReason = (typeof NOT_APPLICABLE_REASONS)[number];
