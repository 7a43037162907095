import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import type { IngestAnswer } from "../../db/stores/secret-doors.ts";
import { describeError } from "../../errors.ts";
import type { Dependencies } from "../dependencies.ts";
import type { Recollection } from "./host-memory.ts";
import { judgeSnapshots } from "./judge-snapshot.ts";

export interface ToJudge {
  credentialHash: string;
  host: IngestAnswer & Recollection;
  snapshots: readonly Snapshot[];
}

/** Runs after the answer has left, so it never rejects: a judgement that is missed is made up for by a job. */
export async function judgeLater(
  { storesOf, memory, nowMs, log }: Dependencies,
  { credentialHash, host, snapshots }: ToJudge,
): Promise<void> {
  try {
    const judged = await judgeSnapshots(storesOf(host.organizationId), host, snapshots, nowMs);
    if (judged === null) return;
    if (host.earlier === null) memory.complete(credentialHash, host.pushes, judged.earlier, snapshots);
    if (judged.isKept) memory.judged(credentialHash, judged.judgedMs, judged.judgement);
  } catch (error) {
    log.error("judgement-failed", { hostId: host.hostPublicId, ...describeError(error) });
  }
}
