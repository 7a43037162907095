import { hashSetup, splitSnapshot } from "@berth/shared/domain/host/setup.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";

/** A snapshot cut for the wire: what moves goes every time, what stays goes by its name once the server knows it. */
export interface SlimSnapshot {
  setupHash: string;
  /** A whole line: the sample, and the name of its setup. */
  line: string;
  /** The setup itself, as JSON. */
  setup: string;
}

/** `like` is an earlier one, whose text serves where the setup is the same. */
export function cutSnapshot(snapshot: Snapshot, like: SlimSnapshot | null = null): SlimSnapshot {
  const { sample, setup } = splitSnapshot(snapshot);
  const setupHash = hashSetup(setup);
  const line = JSON.stringify({ ...sample, setupHash });
  return { setupHash, line, setup: like?.setupHash === setupHash ? like.setup : JSON.stringify(setup) };
}

/** The line with its setup beside it. */
export const lineWithSetup = ({ line, setup }: SlimSnapshot): string => `${line.slice(0, -1)},"setup":${setup}}`;
