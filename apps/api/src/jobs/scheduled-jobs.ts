import type { JobStore } from "../db/stores/job-store.ts";
import { describeError } from "../errors.ts";
import type { Dependencies } from "../services/dependencies.ts";
import { countDestinations } from "./count-destinations.ts";
import { judgeMissed } from "./judge-missed.ts";
import { makeForecasts } from "./make-forecasts.ts";

/** Of one round; a backlog of a day takes a few rounds. */
const ROLLUP_BUCKETS = 50;

export interface JobDependencies extends Pick<Dependencies, "storesOf" | "nowMs" | "log"> {
  jobs: JobStore;
}

/** Every job may run at any time, twice, and in several processes at once: each only ever finds less to do. */
const JOBS = {
  "roll-up": ({ jobs, nowMs }) => jobs.rollUp(nowMs(), ROLLUP_BUCKETS),
  "count-destinations": countDestinations,
  "make-forecasts": makeForecasts,
  tend: ({ jobs, nowMs }) => jobs.tend(nowMs()),
  "expire-secrets": ({ jobs, nowMs }) => jobs.deleteExpiredSecrets(nowMs()),
  "judge-missed": judgeMissed,
} as const satisfies Record<string, (dependencies: JobDependencies) => Promise<unknown>>;

/** Runs each job once. One that fails is logged and does not keep the others from running. */
export async function runJobs(dependencies: JobDependencies): Promise<void> {
  for (const [name, job] of Object.entries(JOBS)) {
    try {
      await job(dependencies);
    } catch (error) {
      dependencies.log.error("job-failed", { job: name, ...describeError(error) });
    }
  }
}
