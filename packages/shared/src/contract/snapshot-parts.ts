import { z } from "zod";
import { EGRESS_KINDS } from "../domain/host/declarations.ts";
import { LOG_SIGNATURES } from "../domain/host/evidence.ts";
import { DYNAMIC_SERVICES } from "../domain/host/services.ts";
import { SETTLING_METHODS } from "../domain/host/snapshot.ts";
import { Count, EpochMs, Port, Text } from "./scalars.ts";

export const PortIntervalWire = z
  .strictObject({ low: Port, high: Port })
  .refine(({ low, high }) => low <= high, { error: "low must not be above high", path: ["high"] });

export const DestinationWire = z.strictObject({ address: Text(64), port: Port });

const Intervals = z.array(PortIntervalWire).max(512);

export const SettledPortsWire = z.strictObject({
  method: z.enum(SETTLING_METHODS),
  open: Count,
  asked: Count,
  bucketResets: z.boolean().nullable(),
});

const FirewallRuleWire = z.strictObject({ text: Text(300, 0), chain: Text(128, 0), packets: Count.nullable(), ports: Intervals });

export const FirewallReadingWire = z.strictObject({
  family: z.union([z.literal(4), z.literal(6)]),
  source: z.enum(["nftables", "iptables", "pf", "windows"]),
  returnTraffic: z.strictObject({
    verdict: z.enum(["stateful", "stateless", "partly", "dropped", "uncertain", "open"]),
    accepted: Intervals,
    dropped: Intervals,
    decidedBy: FirewallRuleWire.nullable(),
    policy: z.enum(["accept", "drop"]).nullable(),
  }),
  openToWorld: z.array(FirewallRuleWire).max(20),
  egressDenied: Intervals,
  counted: z.strictObject({ accepted: Count, dropped: Count, egressDenied: Count }).optional(),
  isUntracked: z.boolean(),
  masquerade: z.strictObject({ randomFully: z.boolean() }).nullable(),
});

export const LogEvidenceWire = z.strictObject({
  signature: z.enum(LOG_SIGNATURES),
  firstMs: EpochMs.nullable(),
  lastMs: EpochMs.nullable(),
  count: z.int().min(1),
  quote: Text(200, 0),
  source: Text(256),
  process: Text(128).nullable(),
  port: Port.nullable(),
  destination: Text(128).nullable(),
});

export const ConfiguredSettingWire = z.strictObject({
  key: Text(128),
  value: Text(256, 0),
  file: Text(256),
  line: Count.nullable(),
  runtime: Text(256, 0).nullable(),
  isOverridden: z.boolean(),
});

export const ConfigurationChangeWire = z.strictObject({
  atMs: EpochMs,
  what: Text(128),
  before: Text(256, 0).nullable(),
  after: Text(256, 0).nullable(),
});

export const TcpPressureWire = z.strictObject({
  orphans: Count.nullable(),
  maxOrphans: Count.nullable(),
  memoryPages: Count.nullable(),
  memoryLimits: z.strictObject({ low: Count, pressure: Count, max: Count }).nullable(),
});

export const NetworkAllowanceWire = z.strictObject({
  interface: Text(64),
  conntrackExceeded: Count.nullable(),
  conntrackAvailable: Count.nullable(),
  packetsExceeded: Count.nullable(),
  bandwidthExceeded: Count.nullable(),
  linkLocalExceeded: Count.nullable(),
});

export const KubernetesNodeWire = z.strictObject({
  hasKubelet: z.boolean(),
  hasKubeProxy: z.boolean(),
  nodePortRange: PortIntervalWire,
  nodePorts: z.array(Port).max(1000).nullable(),
});

export const PublishedPortWire = z.strictObject({
  runtime: Text(32),
  container: Text(128).nullable(),
  protocol: z.enum(["tcp", "udp"]),
  address: Text(64),
  port: Port,
});

export const DeclarationsWire = z.strictObject({
  egress: z.strictObject({ kind: z.enum(EGRESS_KINDS), portsPerDestination: z.int().min(1).nullable() }).nullable(),
  inboundAcl: Intervals.nullable(),
});

export const DynamicPortServiceWire = z.strictObject({
  service: z.enum(DYNAMIC_SERVICES),
  instance: Text(128).nullable(),
  port: Port.nullable(),
  configured: PortIntervalWire.nullable(),
  configuredBy: Text(256, 0).nullable(),
  isContradictory: z.boolean(),
  isExposed: z.boolean(),
});

const DynamicRange = PortIntervalWire.nullable();
const ExcludedPortsWire = z.strictObject({ low: Port, high: Port, isAdministered: z.boolean() });

export const WindowsNetworkWire = z.strictObject({
  dynamic: z.strictObject({ tcp4: DynamicRange, tcp6: DynamicRange, udp4: DynamicRange, udp6: DynamicRange }),
  excluded: z.strictObject({ tcp: z.array(ExcludedPortsWire).max(500).nullable(), udp: z.array(ExcludedPortsWire).max(500).nullable() }),
  autoReuse: z.union([PortIntervalWire, z.literal("off")]).nullable(),
  timedWaitSeconds: z.union([Count, z.literal("default")]).nullable(),
  maxUserPort: Count.nullable(),
  bound: z
    .array(z.strictObject({ pid: Count, process: Text(128).nullable(), ports: Count, handles: Count.nullable() }))
    .max(20)
    .nullable(),
});
