import { z } from "zod";
import { Count, EpochMs, HostId, Text } from "./scalars.ts";

/** What the server may ask of an agent: a closed set, nothing that runs. */
const AgentSettingsWire = z.strictObject({
  version: z.int().min(1),
  sampleSeconds: z.int().min(5).max(300),
  /** So many samples share a request while nothing is wrong and nobody watches. */
  frameSamples: z.int().min(1).max(60),
});

/** What every answer to snapshots says of the host. */
const hostNews = {
  serverNowMs: EpochMs,
  /** Somebody looks at this host: each sample is wanted at once. */
  isWatched: z.boolean(),
  /** A setup that was only named is not known here: send it along with the next snapshot. */
  needsSetup: z.boolean(),
  /** Present when the agent's are not the current ones. */
  settings: AgentSettingsWire.optional(),
};

/** The enrolment token travels as Bearer. `machineId` tells two machines with one name apart; it is hashed before it is kept. */
export const EnrolRequest = z.strictObject({
  hostname: Text(253),
  machineId: Text(128).nullable(),
  agentVersion: Text(32),
  labels: z.record(Text(64), Text(256, 0)),
});

/** `credential` is shown this once. */
export const EnrolReceipt = z.object({ hostId: HostId, credential: z.string(), serverNowMs: EpochMs, settings: AgentSettingsWire });

const Receipt = z.object({ snapshotId: z.string(), isNew: z.boolean() });

export const SnapshotReceipt = Receipt.extend(hostNews);

/** The answer to several snapshots in one request, in their order. */
export const SnapshotReceipts = z.object({ receipts: z.array(Receipt), stored: Count, ...hostNews });

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
