import { describeError } from "../errors.ts";
import { forecastFleet } from "../services/trends/forecast-fleet.ts";
import type { JobDependencies } from "./scheduled-jobs.ts";

const HOUR_MS = 3_600_000;
const ORGANIZATIONS_MAX = 50;

/** Forecasts of the organizations that have newly closed hours. One that fails is logged and keeps no other waiting. */
export async function makeForecasts({ jobs, storesOf, nowMs, log }: JobDependencies): Promise<void> {
  // Of several hours that are due only the last counts.
  const due = new Map((await jobs.due("forecast", ORGANIZATIONS_MAX)).map(({ organizationId, fromMs }) => [organizationId, fromMs]));
  for (const [organizationId, fromMs] of due) {
    try {
      await forecastFleet(storesOf(organizationId), fromMs + HOUR_MS, nowMs());
    } catch (error) {
      log.error("forecast-failed", { organizationId, fromMs, ...describeError(error) });
    }
  }
}
