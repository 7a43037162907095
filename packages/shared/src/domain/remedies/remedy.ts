import type { Policy } from "../checklist/check.ts";
import type { Cause, Diagnosis } from "../diagnosis/cause.ts";
import type { OperatingSystem } from "../host/operating-system.ts";
import type { BindPool, Listener, NamespaceSnapshot, Snapshot, Tuple } from "../host/snapshot.ts";
import type { PortInterval } from "../network/port-interval.ts";
import type { Simulation } from "../ports/simulate.ts";
import type { Change, PortConfiguration } from "../ports/simulate-change.ts";
import type { SimulatedPoolUse } from "../ports/simulate-pool.ts";
import type { SimulatedUse } from "../ports/simulate-use.ts";
import type { Collision } from "./collisions.ts";
import type { KnownConfiguration } from "./settings-of-changes.ts";

/** In the order of the guard rails: reuse → fix leaks → reserve and avoid collisions → widen → tcp_tw_reuse → scale → the rest. */
export const REMEDY_STEPS = ["reuse", "repair", "reserve", "widen", "tw-reuse", "scale", "time-wait"] as const;
export type RemedyStep = (typeof REMEDY_STEPS)[number];

export const REMEDY_IDS = [
  "reuse-connections",
  "unix-socket",
  "pause-between-runs",
  "fix-close-wait",
  "fix-bound",
  "fix-established",
  "fix-udp",
  "stop-bind-first",
  "vary-source-port",
  "remove-harmful-setting",
  "use-other-family",
  "raise-descriptors",
  "conntrack-raise",
  "nat-capacity",
  "reboot-macos",
  "reserve-ports",
  "move-listener",
  "exclude-port-windows",
  "widen-range",
  "tw-reuse",
  "windows-auto-reuse",
  "more-destinations",
  "more-sources",
  "raise-tw-buckets",
] as const;
export type RemedyId = (typeof REMEDY_IDS)[number];

/** What must hold before a remedy may be applied. An unmet one refuses it, and its sentence is the reason. */
export const CONDITION_IDS = [
  "acts-on-cause",
  "not-set-already",
  "connections-end",
  "mostly-time-wait",
  "timestamps-on",
  "kernel-without-recycle",
  "destination-internal",
  "binds-not-first",
  "range-has-room",
  "listeners-known",
  "no-collisions",
  "destination-local",
  "peer-has-more-addresses",
  "not-behind-nat",
  "process-known",
  "up-for-long",
  "spread-over-destinations",
  "not-kube-proxy",
  "port-known",
] as const;
export type ConditionId = (typeof CONDITION_IDS)[number];

export interface Condition {
  id: ConditionId;
  state: "met" | "unmet" | "unknown";
  /** What its sentence names. */
  figures: Record<string, number | string>;
}

export const RISK_REASONS = [
  "deploy-needed",
  "old-segments",
  "peers-mix-timestamps",
  "listeners-collide",
  "fewer-ports",
  "clients-must-follow",
  "routing-needed",
  "memory-needed",
  "reboot-needed",
  "restart-needed",
  "containers-cut",
  "data-on-the-way",
  "none",
] as const;
export type RiskReason = (typeof RISK_REASONS)[number];

export interface Risk {
  level: "low" | "medium" | "high";
  why: RiskReason;
}

/** One setting that a remedy writes, with the value that an undo writes back; null where it is not known. */
export type SettingChange =
  /** `extends`: the value is a list whose present one is not known, and is added to it where the command runs. */
  | { kind: "sysctl"; key: string; value: string; present: string | null; extends?: true | undefined }
  | { kind: "dynamic-ports"; protocol: "tcp" | "udp"; range: PortInterval; present: PortInterval | null }
  | { kind: "excluded-ports"; protocol: "tcp" | "udp"; ports: PortInterval }
  | { kind: "auto-reuse"; ports: PortInterval; present: PortInterval | "off" | null }
  | { kind: "remove-setting"; key: string; file: string | null; value: string }
  | { kind: "descriptors"; unit: string | null; limit: number }
  | { kind: "pooling"; runtime: string | null }
  | { kind: "no-port"; runtime: string | null };

/** What a remedy would be on one host. */
export interface Proposal {
  conditions: Condition[];
  /** What to simulate; empty where nothing of it can be counted in ports. */
  changes: readonly Change[];
  risk: Risk;
  settings: SettingChange[];
}

/**
 * Why no process can be named: its files may not be read; the search has not come to it; nobody was seen with such a socket
 * open; nobody looked; or the host's files do not tell, and which of them would depends on its system.
 */
export const UNKNOWN_PROCESS = [
  "denied",
  "not-yet",
  "none-open",
  "unread",
  "replay-linux",
  "replay-windows",
  "replay-darwin",
  "replay-freebsd",
] as const;
export type UnknownProcess = (typeof UNKNOWN_PROCESS)[number];

/** All that a remedy may look at, with the place that is short of ports picked out. */
export interface RemedyContext {
  snapshot: Snapshot;
  diagnosis: Diagnosis;
  policy: Policy;
  os: OperatingSystem;
  namespace: NamespaceSnapshot;
  /** The tightest tuple and bind-first pool; null without one. */
  tuple: Tuple | null;
  pool: BindPool | null;
  /** Null where range or reserved list are unknown. */
  present: PortConfiguration | null;
  known: KnownConfiguration;
  /** Every listener, whatever its port; null where only those of the range are known. */
  listeners: readonly Listener[] | null;
  collisionsWith(after: PortConfiguration): Collision[];
  /** Who is behind the tightest tuple, as far as it is known, and why not where it is not. */
  culprit: { process: string | null; unit: string | null; runtime: string | null; unknownWhy: UnknownProcess };
}

/** A remedy is a pure function of facts. It words nothing, and simulates nothing itself. */
export interface Remedy {
  id: RemedyId;
  step: RemedyStep;
  platforms: readonly OperatingSystem[];
  /** The causes that it acts on; for any other it is refused. */
  causes: readonly Cause[];
  /** Null where there is nothing of the kind on this host. */
  propose(context: RemedyContext): Proposal | null;
}

export const defineRemedy = (remedy: Remedy): Remedy => remedy;

/** What a remedy does to the tightest tuple. */
export interface RemedyEffect {
  isGradual: boolean;
  before: SimulatedUse;
  after: SimulatedUse;
  /** The bind-first pool of the tuple's source; null where it has none. */
  pool: { before: SimulatedPoolUse; after: SimulatedPoolUse } | null;
}

export interface RankedRemedy {
  id: RemedyId;
  step: RemedyStep;
  /** `recommended`: every condition is met; `possible`: one is not known; `refused`: one is unmet. */
  standing: "recommended" | "possible" | "refused";
  conditions: Condition[];
  changes: readonly Change[];
  /** Null where its effect cannot be counted in ports. */
  effect: RemedyEffect | null;
  collisions: Collision[];
  risk: Risk;
  settings: SettingChange[];
}

/** Works a change out for the namespace that is short of ports: from every socket on the host, from counts elsewhere. */
export type Simulator = (changes: readonly Change[]) => Simulation | null;
