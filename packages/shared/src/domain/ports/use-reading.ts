import type { OutlookUnknown } from "./outlook.ts";
import type { PortUse } from "./port-use.ts";

/** The use of one supply of ports at one time. */
export interface UseReading {
  atMs: number;
  use: PortUse;
}

/**
 * When the last port will be taken, in minutes from now.
 *
 * `low` to `high` holds the moment four times in five (docs/performance.md has the measured share); `high` is null where it
 * may never come. `never`: not at this rate and not with its trend, within a day; `low` is the earliest that cannot be
 * excluded, null where even that is never.
 */
export type Forecast =
  | { kind: "minutes"; low: number; best: number; high: number | null }
  | { kind: "never"; low: number | null }
  | { kind: "unknown"; reason: OutlookUnknown | "too-few-readings" };
