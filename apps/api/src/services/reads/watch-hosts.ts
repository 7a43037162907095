import type { Stores } from "../../db/stores/stores.ts";
import { describeError } from "../../errors.ts";
import type { Dependencies } from "../dependencies.ts";

/** Longer than a request of an agent at its slowest default, so that one look is enough to be told of it. */
const WATCHED_FOR_MS = 90_000;

/** Tells the hosts' agents, with their next answers, that somebody looks. Runs after the answer, so it never rejects. */
export async function watchHosts(
  { nowMs, log }: Dependencies,
  { hosts }: Pick<Stores, "hosts">,
  hostIds: readonly number[],
): Promise<void> {
  try {
    const now = nowMs();
    await hosts.watch(hostIds, now, now + WATCHED_FOR_MS);
  } catch (error) {
    log.error("watch-failed", { ...describeError(error) });
  }
}
