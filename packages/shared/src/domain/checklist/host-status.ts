import type { CheckId, CheckStatus } from "./check.ts";
import type { Verdict } from "./verdict.ts";

export type HostStatus = Verdict["status"];

/** The checks that read the range and the use of its ports. A host about which these are unknown is itself unknown. */
export const DECIDING_CHECKS: readonly CheckId[] = ["eph-dest", "eph-host", "range-sane"];

/** A host is as bad as its worst finding; without one, unknown if a deciding check is; else a pass. Nothing judged is unknown. */
export function hostStatusOf(checks: readonly { id: CheckId; status: CheckStatus }[]): HostStatus {
  if (checks.some(({ status }) => status === "fail")) return "fail";
  if (checks.some(({ status }) => status === "warn")) return "warn";
  const isBlind = checks.some(({ id, status }) => status === "unknown" && DECIDING_CHECKS.includes(id));
  return isBlind || checks.length === 0 ? "unknown" : "pass";
}
