import { z } from "zod";
import { Count, EpochMs, HostId, Text } from "./scalars.ts";

/** What the server may ask of an agent: a closed set, nothing that runs. */
const AgentSettingsWire = z.strictObject({ version: z.int().min(1), sampleSeconds: z.int().min(5).max(300) });

/** The enrolment token travels as Bearer. `machineId` tells two machines with one name apart; it is hashed before it is kept. */
export const EnrolRequest = z.strictObject({
  hostname: Text(253),
  machineId: Text(128).nullable(),
  agentVersion: Text(32),
  labels: z.record(Text(64), Text(256, 0)),
});

/** `credential` is shown this once. */
export const EnrolReceipt = z.object({ hostId: HostId, credential: z.string(), serverNowMs: EpochMs, settings: AgentSettingsWire });

export const SnapshotReceipt = z.object({
  snapshotId: z.string(),
  isNew: z.boolean(),
  serverNowMs: EpochMs,
  /** Present when the agent's are not the current ones. */
  settings: AgentSettingsWire.optional(),
});

/** The answer to several snapshots in one request, in their order. */
export const SnapshotReceipts = z.object({
  receipts: z.array(SnapshotReceipt),
  stored: Count,
  serverNowMs: EpochMs,
  settings: AgentSettingsWire.optional(),
});

/** RFC 9457. `type` is a page in docs/problems. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
  serverNowMs: EpochMs.optional(),
});
