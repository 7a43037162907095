import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";

/** The same snapshot by a clock that is `byMs` ahead of the host's: what it says of the last minutes must stay that long ago. */
export function shiftSnapshot(snapshot: Snapshot, byMs: number): Snapshot {
  if (byMs === 0) return snapshot;
  const shift = (atMs: number) => Math.max(0, atMs + byMs);
  const shiftKnown = (atMs: number | null) => (atMs === null ? null : shift(atMs));
  return {
    ...snapshot,
    capturedAtMs: snapshot.capturedAtMs + byMs,
    failures: snapshot.failures.map((failure) => ({
      ...failure,
      atMs: shift(failure.atMs),
      ...(failure.firstMs === undefined ? {} : { firstMs: shift(failure.firstMs) }),
    })),
    ...(snapshot.changes && { changes: snapshot.changes.map((change) => ({ ...change, atMs: shift(change.atMs) })) }),
    namespaces: snapshot.namespaces.map((namespace) => ({
      ...namespace,
      processes: namespace.processes.map((process) =>
        process.startedMs === undefined ? process : { ...process, startedMs: shift(process.startedMs) },
      ),
    })),
    ...(snapshot.logs && {
      logs: snapshot.logs.map((each) => ({ ...each, firstMs: shiftKnown(each.firstMs), lastMs: shiftKnown(each.lastMs) })),
    }),
  };
}
