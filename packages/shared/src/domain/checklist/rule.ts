export { RULES, type Rule } from "./catalogue/catalogue.ts";

/** What a check waits for, where nothing was refused but there is not enough yet. */
export const NEEDS = [
  "second-snapshot",
  "opens-seen",
  "two-minutes",
  "five-minutes",
  "ten-minutes",
  "five-samples",
  "half-an-hour",
  "declaration",
] as const;
export type Need = (typeof NEEDS)[number];

/** Why a check does not apply to a host. */
export const NOT_APPLICABLE_REASONS = [
  "platform",
  "conntrack-not-loaded",
  "no-packet-filter",
  "no-nat",
  "no-kubernetes",
  "no-containers",
  "no-sidecar",
  "no-allowances",
  "no-such-service",
] as const;
export type NotApplicableReason = (typeof NOT_APPLICABLE_REASONS)[number];
