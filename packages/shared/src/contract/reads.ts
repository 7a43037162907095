import { z } from "zod";
import { CHECK_IDS, CHECK_STATUSES, EVIDENCE_UNITS } from "../domain/checklist/check.ts";
import { NEEDS, NOT_APPLICABLE_REASONS, RULES } from "../domain/checklist/rule.ts";
import { CAUSES } from "../domain/diagnosis/cause.ts";
import { GAP_PARTS, GAP_REASONS } from "../domain/host/gap.ts";
import { NAMESPACE_KINDS, SOCKET_SOURCES } from "../domain/host/snapshot.ts";
import { Count, HostId, OrganizationId, Port, Ratio, Timestamp } from "./scalars.ts";
import {
  BindPoolWire,
  ConntrackWire,
  GapWire,
  HeadroomWire,
  ListenerWire,
  NetworkSettingsWire,
  OtherTuplesWire,
  PortStripWire,
  ProcessUseWire,
  SnapshotWire,
  TcpStateCountsWire,
  TupleWire,
  UdpUseWire,
} from "./snapshot.ts";
import { DestinationWire, PortIntervalWire } from "./snapshot-parts.ts";

/** live: its next request is not two samples late · stale: it is · never: enrolled, nothing heard yet. */
const Freshness = z.enum(["live", "stale", "never"]);

/** @public */
export const EvidenceView = z.object({
  subject: z.string(),
  namespaceId: z.string().nullable(),
  observed: z.number(),
  limit: z.number().nullable(),
  unit: z.enum(EVIDENCE_UNITS),
  rule: z.enum(RULES),
  figures: z.record(z.string(), z.union([z.number(), z.string()])).optional(),
});

/** @public */
export const UnknownCauseView = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("gap"),
    part: z.enum(GAP_PARTS),
    reason: z.enum(GAP_REASONS),
    hint: z.string(),
    at: z.object({ file: z.string(), line: z.number().nullable() }).optional(),
  }),
  z.object({ kind: z.literal("needs"), what: z.enum(NEEDS) }),
]);

export const VerdictView = z.object({
  status: z.enum(["pass", "warn", "fail", "unknown"]),
  since: Timestamp.nullable(),
  checkId: z.enum(CHECK_IDS).nullable(),
  evidence: EvidenceView.nullable(),
  /** Why the status is unknown; null otherwise. */
  cause: UnknownCauseView.nullable(),
});

/** The tuple that a host's one figure stands for. `closesPerSecond` is the mean of the last minute's six windows. @public */
export const TightestTuple = z.object({
  namespaceId: z.string(),
  namespaceName: z.string().nullable(),
  protocol: z.literal("tcp"),
  source: z.string(),
  destination: DestinationWire,
  capacity: Count,
  used: Count,
  usedRatio: Ratio,
  headroom: HeadroomWire,
  closesPerSecond: z.number().min(0),
});

export const FleetHost = z.object({
  id: HostId,
  hostname: z.string(),
  freshness: Freshness,
  observedAt: Timestamp.nullable(),
  verdict: VerdictView,
  tightest: TightestTuple.nullable(),
  /** Why `tightest` is null: `nothing-outbound`, `never-reported`, or what could not be read as `<part>-<reason>` of the gap (`tcp-denied`). */
  tightestReason: z.string().nullable(),
});

export const FleetPage = z.object({
  organization: z.object({ id: OrganizationId, name: z.string() }),
  serverNow: Timestamp,
  /** Counts over the whole fleet, not over this page. */
  summary: z.object({
    hosts: Count,
    live: Count,
    stale: Count,
    never: Count,
    fail: Count,
    warn: Count,
    pass: Count,
    unknown: Count,
    pastHalf: Count,
  }),
  data: z.array(FleetHost),
  nextCursor: z.string().nullable(),
  hasMore: z.boolean(),
});

/** One namespace without its tuples, which have a route (and later a scope) of their own. */
export const NamespaceView = z.object({
  id: z.string(),
  kind: z.enum(NAMESPACE_KINDS),
  name: z.string().nullable(),
  source: z.enum(SOCKET_SOURCES),
  range: PortIntervalWire.nullable(),
  reserved: z.array(PortIntervalWire).nullable(),
  capacity: Count.nullable(),
  settings: NetworkSettingsWire,
  tcpStates: z.object({ v4: TcpStateCountsWire, v6: TcpStateCountsWire }).nullable(),
  tcpPortsInRange: Count.nullable(),
  serverTimeWait: Count.nullable(),
  strip: PortStripWire.nullable(),
});

/** Why a host is short of ports, or that it is not: one cause, and what was weighed against it. */
export const DiagnosisView = z.object({
  cause: z.enum(CAUSES),
  evidence: z.array(EvidenceView),
  rivals: z.array(
    z.object({ cause: z.enum(CAUSES), standing: z.enum(["possible", "excluded", "unknown"]), evidence: z.array(EvidenceView) }),
  ),
});

export const HostView = z.object({
  id: HostId,
  hostname: z.string(),
  os: z.string().nullable(),
  osVersion: z.string().nullable(),
  kernel: z.string().nullable(),
  agentVersion: z.string().nullable(),
  labels: z.record(z.string(), z.string()),
  enrolledAt: Timestamp,
  freshness: Freshness,
  observedAt: Timestamp.nullable(),
  serverNow: Timestamp,
  sampleSeconds: z.int(),
  /** So many samples share a request while nothing is wrong and nobody watches. */
  frameSamples: z.int(),
  verdict: VerdictView,
  /** Null before the first judgement. */
  diagnosis: DiagnosisView.nullable(),
  tightest: TightestTuple.nullable(),
  namespaces: z.array(NamespaceView),
  conntrack: ConntrackWire.nullable(),
  gaps: z.array(GapWire),
  agent: z.object({ rssBytes: Count, cpuMs: z.number().nullable(), spooled: Count, dropped: Count }).nullable(),
});

export const HostTuples = z.object({
  hostId: HostId,
  observedAt: Timestamp.nullable(),
  namespaces: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(NAMESPACE_KINDS),
      name: z.string().nullable(),
      capacity: Count.nullable(),
      tuples: z.array(TupleWire),
      otherTuples: OtherTuplesWire,
      pools: z.array(BindPoolWire),
      udp: UdpUseWire.nullable(),
      listeners: z.array(ListenerWire),
      processes: z.array(ProcessUseWire),
      /** Open sockets in the range, and those whose process was found; null where nobody looked. */
      attributed: z.object({ sockets: Count, known: Count }).nullable(),
    }),
  ),
});

/** Null before the first snapshot. */
export const HostSnapshot = z.object({ hostId: HostId, observedAt: Timestamp.nullable(), snapshot: SnapshotWire.nullable() });

export const ChecklistItem = z.object({
  id: z.enum(CHECK_IDS),
  /** Settled by hysteresis; what the last snapshot alone would say is `observedStatus`. */
  status: z.enum(CHECK_STATUSES),
  observedStatus: z.enum(CHECK_STATUSES),
  since: Timestamp.nullable(),
  evidence: z.array(EvidenceView),
  notes: z.array(EvidenceView),
  causes: z.array(UnknownCauseView),
  why: z.enum(NOT_APPLICABLE_REASONS).nullable(),
  /** While unknown: the finding that stood before, so that blindness does not look like recovery. */
  lastKnown: z.object({ status: z.enum(["warn", "fail"]), evidence: z.array(EvidenceView), at: Timestamp }).nullable(),
});

export const HostChecklist = z.object({
  hostId: HostId,
  observedAt: Timestamp.nullable(),
  judgedAt: Timestamp.nullable(),
  data: z.array(ChecklistItem),
});

/**
 * One step, by its end. In steps under five minutes it is the last sample; from five minutes on it is the worst of the step,
 * with the mean beside it. Null where the host was silent, or where it cannot be told.
 */
export const SeriesPoint = z.object({
  at: Timestamp,
  tightestUsedRatio: Ratio.nullable(),
  meanUsedRatio: Ratio.nullable(),
  bindPoolUsedRatio: Ratio.nullable(),
  udpUsedRatio: Ratio.nullable(),
  /** New connections per second over what the ports bear for ever; over 1 they will be gone. */
  rateOverCeiling: z.number().min(0).nullable(),
  /** Of all connections of the host. */
  closesPerSecond: z.number().min(0).nullable(),
  /** Calls that found no port; null where a single sample stands for the step. */
  failures: Count.nullable(),
  /** Of a single sample only. */
  tightestDestination: z.object({ address: z.string(), port: Port }).nullable(),
});

export const HostSeries = z.object({
  hostId: HostId,
  from: Timestamp,
  to: Timestamp,
  stepSeconds: z.int(),
  resolution: z.enum(["raw", "5m", "1h"]),
  data: z.array(SeriesPoint),
});

/** Rows by table. */
export const DeletionReceipt = z.object({ id: z.string(), deletedAt: Timestamp, rows: z.record(z.string(), Count) });

export const EnrolmentToken = z.object({ token: z.string(), expiresAt: Timestamp, usesLeft: z.int() });

export const SessionView = z.object({
  person: z.object({ name: z.string() }),
  organization: z.object({ id: OrganizationId, name: z.string() }),
  role: z.literal("owner"),
});

export type FleetPage = z.infer<typeof FleetPage>;
export type FleetHost = z.infer<typeof FleetHost>;
export type HostView = z.infer<typeof HostView>;
export type NamespaceView = z.infer<typeof NamespaceView>;
export type HostTuples = z.infer<typeof HostTuples>;
export type HostSnapshot = z.infer<typeof HostSnapshot>;
export type HostChecklist = z.infer<typeof HostChecklist>;
export type ChecklistItem = z.infer<typeof ChecklistItem>;
export type HostSeries = z.infer<typeof HostSeries>;
export type SeriesPoint = z.infer<typeof SeriesPoint>;
export type DiagnosisView = z.infer<typeof DiagnosisView>;
export type VerdictView = z.infer<typeof VerdictView>;
export type EvidenceView = z.infer<typeof EvidenceView>;
export type DeletionReceipt = z.infer<typeof DeletionReceipt>;
export type TightestTuple = z.infer<typeof TightestTuple>;
