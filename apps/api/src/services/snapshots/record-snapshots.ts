import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { ApiProblem } from "../../errors.ts";
import { hashSecret } from "../access/secret.ts";
import type { Dependencies } from "../dependencies.ts";
import { summariseSnapshot } from "./summarise-snapshot.ts";

const AHEAD_MS_MAX = 60_000;
const BEHIND_MS_MAX = 24 * 3600_000;

export interface Push {
  credential: string;
  snapshots: readonly [Snapshot, ...Snapshot[]];
  /** How a fault points at one of them. */
  isBatch: boolean;
}

/**
 * Stores what is new of one push, in one statement that also checks the credential. What remains to be judged comes back
 * as `toJudge`, so that the caller can answer first.
 */
export async function recordSnapshots({ doors, nowMs }: Dependencies, { credential, snapshots, isBatch }: Push) {
  const serverNowMs = nowMs();
  refuseMisdated(snapshots, serverNowMs, isBatch);
  const incoming = snapshots.map((body) => ({ capturedAtMs: body.capturedAtMs, ...summariseSnapshot(body), body }));
  const answers = await doors.ingest(await hashSecret(credential), serverNowMs, incoming);
  const [first] = answers;
  if (first === undefined) throw new ApiProblem("token-rejected", "The host's credential is unknown or revoked. Enrol the host again.");
  const hasNewest = answers.some(({ isNewest }) => isNewest);
  return {
    serverNowMs,
    settings: { version: first.settingsVersion, sampleSeconds: first.sampleSeconds },
    receipts: answers.map(({ ordinal, isNew }) => ({ snapshotId: `${first.hostPublicId}@${snapshots[ordinal]?.capturedAtMs}`, isNew })),
    toJudge: hasNewest
      ? { host: first, snapshots: answers.filter(({ isNew }) => isNew).flatMap(({ ordinal }) => snapshots[ordinal] ?? []) }
      : null,
  };
}

/** The server never corrects a stamp, since a repeat could not be told then; it says its own time instead. */
function refuseMisdated(snapshots: readonly Snapshot[], serverNowMs: number, isBatch: boolean): void {
  const faults = snapshots.flatMap(({ capturedAtMs }, at) => {
    const isAhead = capturedAtMs > serverNowMs + AHEAD_MS_MAX;
    if (!isAhead && capturedAtMs >= serverNowMs - BEHIND_MS_MAX) return [];
    const detail = isAhead ? "more than 60 s ahead of the server" : "more than 24 h old";
    return [{ pointer: `${isBatch ? `/${at}` : ""}/capturedAtMs`, code: isAhead ? "ahead" : "too-old", detail }];
  });
  if (faults.length === 0) return;
  throw new ApiProblem("clock-out-of-window", "A snapshot may be at most 60 s ahead and 24 h old. Nothing of this request was kept.", {
    faults,
    serverNowMs,
  });
}
