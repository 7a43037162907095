import type { Judgement } from "@berth/shared/domain/diagnosis/judge-snapshot.ts";
import type { PortFailure } from "@berth/shared/domain/host/failure.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import type { PortRow } from "./port-rows.ts";

/** All that top shows, made of one snapshot and those before it. */
export interface TopReading {
  snapshot: Snapshot;
  judgement: Judgement;
  rows: PortRow[];
  /** Of the last quarter of an hour, the newest first. */
  failures: PortFailure[];
}
