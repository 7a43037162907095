import { type Declarations, NOTHING_DECLARED } from "../host/declarations.ts";
import type { GapPart, GapPlace, GapReason } from "../host/gap.ts";
import type { OperatingSystem } from "../host/operating-system.ts";
import type { NetworkSettings } from "../host/settings.ts";
import type { Snapshot } from "../host/snapshot.ts";
import type { CheckId } from "./catalogue/catalogue.ts";
import type { Need, NotApplicableReason, Rule } from "./rule.ts";

export { CHECK_IDS, type CheckId } from "./catalogue/catalogue.ts";

export const CHECK_STATUSES = ["pass", "warn", "fail", "unknown", "not_applicable"] as const;
export type CheckStatus = (typeof CHECK_STATUSES)[number];

/** Used ÷ capacity, strictly above which a check warns or fails; the founding document's defaults. */
export interface Thresholds {
  warnRatio: number;
  failRatio: number;
}

export interface Policy {
  version: number;
  tuple: Thresholds;
  host: Thresholds;
  timeWait: Thresholds;
  conntrack: Thresholds;
  /** Points below its trigger that a ratio must fall before the state clears. */
  clearPoints: number;
  /** What people said of this host's surroundings; missing where an older policy knows nothing of it. */
  declared?: Declarations | undefined;
}

export const DEFAULT_POLICY: Policy = {
  version: 1,
  tuple: { warnRatio: 0.6, failRatio: 0.8 },
  host: { warnRatio: 0.6, failRatio: 0.8 },
  timeWait: { warnRatio: 0.3, failRatio: 0.6 },
  conntrack: { warnRatio: 0.75, failRatio: 0.9 },
  clearPoints: 5,
  declared: NOTHING_DECLARED,
};

export const EVIDENCE_UNITS = ["ratio", "ports", "sockets", "entries", "perSecond", "minutes", "setting", "failures", "packets"] as const;

/** The one measured thing a finding rests on. `observed` and `limit` are in `unit`. */
export interface Evidence {
  /** What it is about, as a person would write it: `10.0.3.17 → 10.4.7.21:6379`. */
  subject: string;
  namespaceId: string | null;
  observed: number;
  limit: number | null;
  unit: (typeof EVIDENCE_UNITS)[number];
  /** Which rule of the check spoke; keys a sentence in the text tables. */
  rule: Rule;
  /** Further figures the sentence needs. `namespace` names the namespace where it is not the host's own. */
  figures?: Record<string, number | string>;
}

/** A part that could not be read. */
export interface GapCause {
  kind: "gap";
  part: GapPart;
  reason: GapReason;
  hint: string;
  at?: GapPlace | undefined;
}

export type UnknownCause = GapCause | { kind: "needs"; what: Need };

export type CheckOutcome =
  | { status: "pass" | "warn" | "fail"; evidence: Evidence[]; notes: Evidence[] }
  | { status: "unknown"; causes: UnknownCause[]; notes: Evidence[] }
  | { status: "not_applicable"; why: NotApplicableReason };

export interface CheckResult {
  id: CheckId;
  outcome: CheckOutcome;
  /**
   * What the check would answer if every trigger stood `policy.clearPoints` lower; only present where that is worse than
   * `outcome`. A settled state clears when this is gone, too.
   */
  clearing?: CheckOutcome;
  /** A finding of this check needs no second look. */
  settlesAtOnce?: true;
}

/**
 * A host's earlier snapshots of the same boot, oldest first, bounded by what the check declares. They may be thinned out:
 * one a minute serves every check.
 */
export interface History {
  /** From the oldest of them to the present snapshot. */
  minutes: number;
  snapshots: readonly Snapshot[];
}

export interface Facts {
  current: Snapshot;
  history: History;
  policy: Policy;
}

/** Parts of a snapshot that a check can need and that belong to the whole host. */
export const HOST_PARTS = [
  "conntrack",
  "counters",
  "failures",
  "logs",
  "configured",
  "changes",
  "pressure",
  "allowances",
  "kubernetes",
  "published",
  "services",
  "windows",
] as const satisfies readonly GapPart[];
export type HostPart = (typeof HOST_PARTS)[number];

/** Parts that belong to one namespace. */
export type NamespacePart = Extract<GapPart, "tcp" | "udp" | "range" | "reservedPorts" | "settings" | "firewall" | "processes">;

export type CheckPart = HostPart | NamespacePart;

/** What must have been read before a check may speak. The engine sees to it; the check is not called otherwise. */
export interface CheckNeeds {
  parts: readonly CheckPart[];
  /** The settings without which `settings` counts as not read. */
  settings?: readonly (keyof NetworkSettings)[];
  /** How far back the check looks. */
  minutes: number;
}

/**
 * The seven items of the founding document's checklist: 1 the range, 2 use of it, 3 TIME_WAIT, 4 firewalls, 5 pooling,
 * 6 failures that happened, 7 changes of the configuration.
 */
export const FOUNDING_ITEMS = [1, 2, 3, 4, 5, 6, 7] as const;
export type FoundingItem = (typeof FOUNDING_ITEMS)[number];

/** A check is a pure function of facts. It performs no I/O, reads no clock and words nothing. */
export interface Check {
  id: CheckId;
  /** Its number in the catalogue, which is its order of value: of two equally bad, the lower speaks for a host. */
  number: number;
  /** The item of the founding document's checklist that it answers; null for what was added to it. */
  founding: FoundingItem | null;
  needs: CheckNeeds;
  platforms: readonly OperatingSystem[];
  /** Set where the absence of a needed part means that the host does not have the thing at all. */
  absentMeans?: NotApplicableReason;
  /** Set where a finding is an event that was seen to happen, not a state that may pass: it needs no second look. */
  settlesAtOnce?: true;
  /**
   * Sockets and reserved ports that were not read could only make a finding worse: it stands on a part of them, and only a
   * pass becomes unknown.
   */
  standsOnPart?: boolean;
  /** `facts.current` holds only the namespaces in which all needs were met. */
  evaluate(facts: Facts): CheckOutcome;
}

export const defineCheck = (check: Check): Check => check;
