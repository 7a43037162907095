import { hashSetup, joinSnapshot, type Sample, type Setup, splitSnapshot } from "@berth/shared/domain/host/setup.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import type { IncomingSample } from "../../db/stores/secret-doors.ts";
import { ApiProblem } from "../../errors.ts";
import { agentSettings } from "../access/enrol-agent.ts";
import { hashSecret } from "../access/secret.ts";
import type { Dependencies } from "../dependencies.ts";
import type { ToJudge } from "../judgement/judge-later.ts";
import { summariseSample, tightestOf } from "./summarise-sample.ts";

const AHEAD_MS_MAX = 60_000;
const BEHIND_MS_MAX = 24 * 3600_000;

/** A snapshot as it comes: whole, or a sample that names its setup and brings it along where the server may not know it. */
export type Pushed = Snapshot | PushedSample;
export type PushedSample = Sample & { setupHash: string; setup?: Setup | undefined };

export interface Push {
  credential: string;
  snapshots: readonly [Pushed, ...Pushed[]];
  /** How a fault points at one of them. */
  isBatch: boolean;
}

/**
 * Stores what is new of one push, in one statement that also checks the credential. What remains to be judged comes back
 * as `toJudge`, so that the caller can answer first.
 */
export async function recordSnapshots(dependencies: Dependencies, { credential, snapshots, isBatch }: Push) {
  const serverNowMs = dependencies.nowMs();
  refuseMisdated(snapshots, serverNowMs, isBatch);
  const credentialHash = hashSecret(credential);
  const read = await joinSetups(dependencies, credentialHash, snapshots);
  const newest = read.reduce((last, each) => (each.sample.capturedAtMs > last.sample.capturedAtMs ? each : last));
  const known = dependencies.memory.lastJudgement(credentialHash);
  const host = await dependencies.doors.ingest(credentialHash, serverNowMs, {
    samples: read.map(({ sample, snapshot }): IncomingSample => ({ figures: summariseSample(sample, snapshot), sample })),
    tightest: tightestOf(newest.snapshot ?? newest.sample),
    setups: changesOfSetup(read),
    judgedMs: known?.judgedMs,
  });
  if (host === null) throw new ApiProblem("token-rejected", "The host's credential is unknown or revoked. Enrol the host again.");
  for (const { setupHash, setup } of read) if (setup) dependencies.setups.keep(credentialHash, setupHash, setup);
  const waiting = new Set(host.storedMs);
  const receipts = snapshots.map(({ capturedAtMs }) => ({
    snapshotId: `${host.hostPublicId}@${capturedAtMs}`,
    isNew: waiting.delete(capturedAtMs),
  }));
  const stored = new Set(host.storedMs);
  const fresh = read.flatMap(({ snapshot }) => (snapshot && stored.has(snapshot.capturedAtMs) ? [snapshot] : []));
  const recollection = dependencies.memory.note(credentialHash, host, fresh, known);
  const toJudge: ToJudge = { credentialHash, host: { ...host, ...recollection }, snapshots: fresh };
  return {
    serverNowMs,
    settings: agentSettings(host),
    isWatched: host.isWatched,
    needsSetup: host.needsSetup,
    receipts,
    toJudge: host.isNewest && fresh.length > 0 ? toJudge : null,
  };
}

interface Read {
  sample: Sample;
  setupHash: string;
  setup: Setup | null;
  /** It came with this request. */
  isBrought: boolean;
  /** Null where the setup is not known, or is none of this sample's. */
  snapshot: Snapshot | null;
}

/** Finds each sample's setup: in the request, in this process's memory, or in the database. */
async function joinSetups({ doors, setups }: Dependencies, credentialHash: string, pushed: readonly Pushed[]): Promise<Read[]> {
  const brought = new Map<string, Setup>();
  const split = pushed.map((each) => {
    if (!("setupHash" in each)) {
      const halves = splitSnapshot(each);
      const setupHash = hashSetup(halves.setup);
      brought.set(setupHash, halves.setup);
      return { sample: halves.sample, setupHash };
    }
    const { setupHash, setup, ...sample } = each;
    if (setup) brought.set(setupHash, setup);
    return { sample, setupHash };
  });
  const known = new Map(brought);
  for (const hash of new Set(split.map(({ setupHash }) => setupHash))) {
    const setup = brought.get(hash) ?? setups.find(credentialHash, hash) ?? (await doors.findSetup(credentialHash, hash));
    if (setup === null) continue;
    known.set(hash, setup);
  }
  return split.map(({ sample, setupHash }) => {
    const setup = known.get(setupHash) ?? null;
    return { sample, setupHash, setup, isBrought: brought.has(setupHash), snapshot: setup && joinSnapshot(sample, setup) };
  });
}

/** From when on the host had which setup, within this request. */
function changesOfSetup(read: readonly Read[]) {
  const ordered = read.toSorted((a, b) => a.sample.capturedAtMs - b.sample.capturedAtMs);
  return ordered
    .filter(({ setupHash }, at) => setupHash !== ordered[at - 1]?.setupHash)
    .map(({ setupHash, setup, isBrought, sample }) => ({ hash: setupHash, sinceMs: sample.capturedAtMs, setup: isBrought ? setup : null }));
}

/** The server never corrects a stamp, since a repeat could not be told then; it says its own time instead. */
function refuseMisdated(snapshots: readonly Pushed[], serverNowMs: number, isBatch: boolean): void {
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
