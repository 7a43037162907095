import { describeError } from "../errors.ts";
import { judgeSnapshots } from "../services/judgement/judge-snapshot.ts";
import type { JobDependencies } from "./scheduled-jobs.ts";

/** Younger ones are still being judged by whoever took them in. */
const GRACE_MS = 30_000;
const HOSTS_MAX = 200;

/** Judges what a process took in and did not live to judge. A host that cannot be judged is logged and keeps no other waiting. */
export async function judgeMissed({ jobs, storesOf, nowMs, log }: JobDependencies): Promise<void> {
  for (const { organizationId, hostId } of await jobs.unjudgedHosts(nowMs() - GRACE_MS, HOSTS_MAX)) {
    try {
      const stores = storesOf(organizationId);
      const pending = await stores.judgements.pending(hostId);
      if (pending) await judgeSnapshots(stores, { hostId, ...pending, earlier: null }, [pending.body], nowMs);
    } catch (error) {
      log.error("judgement-failed", { organizationId, hostId, ...describeError(error) });
    }
  }
}
