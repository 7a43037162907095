import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import type { IngestAnswer } from "../../db/stores/secret-doors.ts";
import { describeError } from "../../errors.ts";
import type { Dependencies } from "../dependencies.ts";
import { judgeSnapshots } from "./judge-snapshot.ts";

/** Runs after the answer has left, so it never rejects: a judgement that is missed is made up for by a job. */
export async function judgeLater(
  { storesOf, nowMs, log }: Dependencies,
  { host, snapshots }: { host: IngestAnswer; snapshots: readonly Snapshot[] },
): Promise<void> {
  try {
    await judgeSnapshots(storesOf(host.organizationId), host, snapshots, nowMs);
  } catch (error) {
    log.error("judgement-failed", { hostId: host.hostPublicId, ...describeError(error) });
  }
}
