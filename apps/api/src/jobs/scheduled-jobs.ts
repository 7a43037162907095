import type { JobStore } from "../db/stores/job-store.ts";
import { describeError } from "../errors.ts";
import type { Dependencies } from "../services/dependencies.ts";
import { judgeMissed } from "./judge-missed.ts";

/** Raw snapshots live this long; what lasts longer is drawn from them before. */
const RAW_SNAPSHOT_HOURS = 48;

export interface JobDependencies extends Pick<Dependencies, "storesOf" | "nowMs" | "log"> {
  jobs: JobStore;
}

/** Every job may run at any time, twice, and in several processes at once: each only ever finds less to do. */
const JOBS = {
  "expire-snapshots": ({ jobs, nowMs }) => jobs.deleteSnapshots(nowMs() - RAW_SNAPSHOT_HOURS * 3600_000),
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
