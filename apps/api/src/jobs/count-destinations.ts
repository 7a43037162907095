import { describeError } from "../errors.ts";
import { rollUpDestinations } from "../services/trends/roll-up-destinations.ts";
import type { JobDependencies } from "./scheduled-jobs.ts";

const BUCKET_MS = 300_000;
/** Of one round: a day of one organization. */
const BUCKETS_MAX = 288;

/** Counts the destinations of buckets whose rollup was made. One that cannot be counted is logged and keeps no other waiting. */
export async function countDestinations({ jobs, storesOf, log }: JobDependencies): Promise<void> {
  for (const { organizationId, fromMs } of await jobs.due("destinations", BUCKETS_MAX)) {
    try {
      await rollUpDestinations(storesOf(organizationId), fromMs, fromMs + BUCKET_MS);
    } catch (error) {
      log.error("destinations-failed", { organizationId, fromMs, ...describeError(error) });
    }
  }
}
