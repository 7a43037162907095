import { hashSetup, splitSnapshot } from "@berth/shared/domain/host/setup.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import type { IncomingFrame } from "../db/stores/ingest-door.ts";
import { summariseSample, tightestOf } from "../services/snapshots/summarise-sample.ts";

/** What a request that brings these snapshots whole comes to at the door. */
export function frameOf(...snapshots: readonly [Snapshot, ...Snapshot[]]): IncomingFrame {
  const ordered = snapshots.toSorted((a, b) => a.capturedAtMs - b.capturedAtMs);
  const setups = ordered.map((snapshot) => {
    const { setup } = splitSnapshot(snapshot);
    return { hash: hashSetup(setup), sinceMs: snapshot.capturedAtMs, setup };
  });
  return {
    samples: snapshots.map((snapshot) => {
      const { sample } = splitSnapshot(snapshot);
      return { sample, figures: summariseSample(sample, snapshot) };
    }),
    tightest: tightestOf(ordered.at(-1) ?? snapshots[0]),
    setups: setups.filter(({ hash }, at) => hash !== setups[at - 1]?.hash),
  };
}
