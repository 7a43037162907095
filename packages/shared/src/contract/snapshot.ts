import { z } from "zod";
import { GAP_PARTS, GAP_REASONS } from "../domain/host/gap.ts";
import { OPERATING_SYSTEMS } from "../domain/host/operating-system.ts";
import type { Sample, Setup } from "../domain/host/setup.ts";
import { NAMESPACE_KINDS, type Snapshot, SOCKET_SOURCES } from "../domain/host/snapshot.ts";
import { TCP_STATES, type TcpState } from "../domain/network/tcp-state.ts";
import { Amounts, ColumnCount, Count, Counts, EpochMs, Port, Ratio, Text } from "./scalars.ts";
import {
  ConfigurationChangeWire,
  ConfiguredSettingWire,
  DeclarationsWire,
  DestinationWire,
  DynamicPortServiceWire,
  FirewallReadingWire,
  KubernetesNodeWire,
  LogEvidenceWire,
  NetworkAllowanceWire,
  PortIntervalWire,
  PublishedPortWire,
  SettledPortsWire,
  TcpPressureWire,
  WindowsNetworkWire,
} from "./snapshot-parts.ts";

export const HeadroomWire = z.union([
  z.strictObject({ unlimited: z.literal(false), low: Count, high: Count, best: Count }),
  z.strictObject({ unlimited: z.literal(true), low: Count, high: z.null(), best: z.null() }),
]);

export const NetworkSettingsWire = z.strictObject({
  tcpTwReuse: z.union([z.literal(0), z.literal(1), z.literal(2)]).nullable(),
  tcpTwReuseDelayMs: Count.nullable(),
  tcpTwRecycle: z.union([z.literal(0), z.literal(1)]).optional(),
  tcpTimestamps: z.union([z.literal(0), z.literal(1), z.literal(2)]).nullable(),
  tcpFinTimeoutSeconds: Count.nullable(),
  tcpMaxTwBuckets: Count.nullable(),
  ipAutobindReuse: z.boolean().nullable(),
  ipUnprivilegedPortStart: Count.nullable(),
  tcpFastopen: Count.nullable(),
  somaxconn: Count.nullable(),
});

export const TcpStateCountsWire = z.strictObject(
  Object.fromEntries(TCP_STATES.map((state) => [state, Count])) as Record<TcpState, typeof Count>,
);

export const BindPoolWire = z.strictObject({
  source: Text(64),
  capacity: Count,
  used: Count,
  boundInactive: Count.nullable(),
  headroom: HeadroomWire,
});

export const TupleWire = z.strictObject({
  protocol: z.literal("tcp"),
  source: Text(64),
  destination: DestinationWire,
  capacity: ColumnCount,
  held: Count,
  blocked: Count,
  used: ColumnCount,
  established: Count,
  timeWait: Count,
  reusableTimeWait: Count,
  closeWait: Count,
  synSent: Count,
  finWait: Count,
  closesPerSecond: Amounts(6),
  releases: Counts(60),
  headroom: HeadroomWire,
  holders: z
    .array(
      z.strictObject({
        process: Text(128),
        share: Ratio,
        basis: z.enum(["live", "inferred"]).optional(),
        unit: Text(256).optional(),
      }),
    )
    .max(10),
  opensPerSecond: z.number().min(0).optional(),
  medianLifeMs: z.number().min(0).optional(),
});

export const OtherTuplesWire = z.strictObject({ count: Count, entries: Count, worstUsedRatio: Ratio.nullable(), coverage: Ratio });

export const ListenerWire = z.strictObject({
  protocol: z.enum(["tcp", "udp"]),
  address: Text(64),
  port: Port,
  process: Text(128).nullable(),
  isReserved: z.boolean(),
});

export const ProcessUseWire = z.strictObject({
  pid: Count,
  name: Text(128),
  unit: Text(256).nullable(),
  established: Count,
  closeWait: Count,
  other: Count,
  oldestCloseWaitMs: Count.nullable(),
  tcpPortsInRange: Count.optional(),
  udpPortsInRange: Count.optional(),
  boundInactive: Count.optional(),
  descriptors: z.strictObject({ used: Count, limit: Count.nullable() }).optional(),
  runtime: Text(32).optional(),
  startedMs: EpochMs.optional(),
});

export const UdpUseWire = z.strictObject({
  sockets: Count,
  portsInRange: Count,
  autobind: z.strictObject({ v4: HeadroomWire, v6: HeadroomWire }),
});

export const PortStripWire = z.strictObject({
  portsPerCell: z.int().min(1),
  evenCells: Count,
  cells: z.base64().max(4096),
  source: Text(64).nullable(),
  destination: DestinationWire.nullable(),
});

const NamespaceWire = z.strictObject({
  id: z.string().regex(/^\d{1,20}$/),
  kind: z.enum(NAMESPACE_KINDS),
  name: Text(256).nullable(),
  source: z.enum(SOCKET_SOURCES),
  range: PortIntervalWire.nullable(),
  reserved: z.array(PortIntervalWire).max(4096).nullable(),
  capacity: Count.nullable(),
  settings: NetworkSettingsWire,
  tcpStates: z.strictObject({ v4: TcpStateCountsWire, v6: TcpStateCountsWire }).nullable(),
  tcpPortsInRange: Count.nullable(),
  udp: UdpUseWire.nullable(),
  pools: z.array(BindPoolWire).max(64),
  tuples: z.array(TupleWire).max(64),
  otherTuples: OtherTuplesWire,
  listeners: z.array(ListenerWire).max(100),
  processes: z.array(ProcessUseWire).max(10),
  attributed: z.strictObject({ sockets: Count, known: Count }).optional(),
  serverTimeWait: Count.nullable(),
  hasTimeWaitAges: z.boolean().optional(),
  strip: PortStripWire.nullable(),
  hiddenSocketsMax: Count.optional(),
  settled: SettledPortsWire.optional(),
  firewall: z.array(FirewallReadingWire).max(8).optional(),
  sidecar: Text(64).nullable().optional(),
});

export const ConntrackWire = z.strictObject({
  count: Count,
  max: Count,
  buckets: Count.nullable(),
  drops: z.strictObject({ dropped: Count, earlyDropped: Count, insertFailed: Count }).optional(),
  dropTotals: z.strictObject({ dropped: Count, earlyDropped: Count, insertFailed: Count }).optional(),
  timeouts: z.strictObject({ established: Count, timeWait: Count }).optional(),
});

export const GapWire = z.strictObject({
  part: z.enum(GAP_PARTS),
  reason: z.enum(GAP_REASONS),
  namespaceId: Text(20, 0).nullable(),
  hint: Text(200, 0),
  at: z.strictObject({ file: Text(256, 0), line: Count.nullable() }).optional(),
});

export const SnapshotWire = z.strictObject({
  version: z.literal(1),
  sequence: Count,
  bootId: Text(64),
  capturedAtMs: EpochMs,
  windowMs: Count.nullable(),
  host: z.strictObject({
    hostname: Text(253),
    os: z.enum(OPERATING_SYSTEMS),
    osVersion: Text(128),
    kernel: Text(128),
    agentVersion: Text(32),
    labels: z.record(Text(64), Text(256, 0)),
    uptimeMs: Count.optional(),
  }),
  namespaces: z.array(NamespaceWire).max(200),
  counters: z
    .strictObject({
      activeOpens: Count,
      passiveOpens: Count,
      attemptFails: Count,
      outResets: Count,
      timeWaitRecycled: Count,
      timeWaitOverflow: Count,
      listenDrops: Count,
      synRetransmits: Count.optional(),
      abortsOnMemory: Count.optional(),
    })
    .nullable(),
  conntrack: ConntrackWire.nullable(),
  failures: z
    .array(
      z.strictObject({
        atMs: EpochMs,
        firstMs: EpochMs.optional(),
        errno: z.int(),
        operation: z.enum(["connect", "bind"]),
        protocol: z.enum(["tcp", "udp"]),
        source: Text(64).nullable(),
        destination: DestinationWire.nullable(),
        process: Text(128).nullable(),
        count: z.int().min(1),
        pid: Count.optional(),
        unit: Text(256).optional(),
        namespaceId: Text(20).optional(),
      }),
    )
    .max(100),
  isTraced: z.boolean().optional(),
  logs: z.array(LogEvidenceWire).max(50).optional(),
  configured: z.array(ConfiguredSettingWire).max(200).optional(),
  changes: z.array(ConfigurationChangeWire).max(100).optional(),
  pressure: TcpPressureWire.optional(),
  allowances: z.array(NetworkAllowanceWire).max(16).optional(),
  kubernetes: KubernetesNodeWire.nullable().optional(),
  published: z.array(PublishedPortWire).max(500).optional(),
  declared: DeclarationsWire.optional(),
  services: z.array(DynamicPortServiceWire).max(50).optional(),
  windows: WindowsNetworkWire.optional(),
  replay: z.strictObject({ unknownFiles: z.array(Text(256)).max(500), unusedFiles: z.array(Text(256)).max(500) }).optional(),
  gaps: z.array(GapWire).max(500),
  agent: z.strictObject({ rssBytes: Count, cpuMs: z.number().min(0).nullable(), spooled: Count, dropped: Count }),
});

const HOST_SETUP = {
  bootId: true,
  configured: true,
  changes: true,
  kubernetes: true,
  published: true,
  declared: true,
  services: true,
  replay: true,
} as const;
const NAMESPACE_SETUP = {
  kind: true,
  name: true,
  source: true,
  range: true,
  reserved: true,
  settings: true,
  firewall: true,
  sidecar: true,
} as const;

const SetupWire = SnapshotWire.pick({ host: true, ...HOST_SETUP }).extend({
  host: SnapshotWire.shape.host.omit({ uptimeMs: true }),
  namespaces: z.array(NamespaceWire.pick({ id: true, ...NAMESPACE_SETUP, listeners: true })).max(200),
});

/** A snapshot whose setup is named by a hash of the sender's choice, and stands beside it only where the server has yet to learn it. */
export const SampleWire = SnapshotWire.omit({ host: true, ...HOST_SETUP }).extend({
  uptimeMs: Count.optional(),
  namespaces: z.array(NamespaceWire.omit(NAMESPACE_SETUP)).max(200),
  setupHash: z.string().regex(/^[0-9a-f]{16}$/),
  setup: SetupWire.optional(),
});

/** The form that a pushed snapshot means to have, so that faults are those of this form: one that names its setup is a sample. */
export const pushedWire = (value: unknown): typeof SnapshotWire | typeof SampleWire =>
  typeof value === "object" && value !== null && "setupHash" in value ? SampleWire : SnapshotWire;

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
/** The compiler holds the wire to the domain: a field added to one and not to the other does not build. @public */
export const wireIsDomain: Same<z.infer<typeof SnapshotWire>, Snapshot> = true;
/** @public */
export const setupIsDomain: Same<z.infer<typeof SetupWire>, Setup> = true;
/** @public */
export const sampleIsDomain: Same<Omit<z.infer<typeof SampleWire>, "setupHash" | "setup">, Sample> = true;
