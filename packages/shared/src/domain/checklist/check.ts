import type { GapReason } from "../host/gap.ts";
import type { NamespaceSnapshot, Snapshot } from "../host/snapshot.ts";

/** Ids are the kebab-case of the catalogue's short names. The seven of the founding checklist come first where shown. */
export const CHECK_IDS = ["eph-dest", "eph-host", "tw-dest", "closewait", "listen-in-range", "range-sane", "ct-use", "tw-reuse"] as const;
export type CheckId = (typeof CHECK_IDS)[number];

export const CHECK_STATUSES = ["pass", "warn", "fail", "unknown", "not_applicable"] as const;
export type CheckStatus = (typeof CHECK_STATUSES)[number];
export type Severity = "pass" | "warn" | "fail";

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
}

export const DEFAULT_POLICY: Policy = {
  version: 1,
  tuple: { warnRatio: 0.6, failRatio: 0.8 },
  host: { warnRatio: 0.6, failRatio: 0.8 },
  timeWait: { warnRatio: 0.3, failRatio: 0.6 },
  conntrack: { warnRatio: 0.75, failRatio: 0.9 },
  clearPoints: 5,
};

/** The one measured thing a finding rests on. `observed` and `limit` are in `unit`. */
export interface Evidence {
  /** What it is about, as a person would write it: `10.0.3.17 → 10.4.7.21:6379`. */
  subject: string;
  namespaceId: string | null;
  observed: number;
  limit: number | null;
  unit: "ratio" | "ports" | "sockets" | "entries" | "perSecond" | "minutes" | "setting";
  /** Which rule of the check spoke; keys a sentence in the text tables. */
  rule: string;
  /** Further figures the sentence needs. */
  figures?: Record<string, number | string>;
}

export type UnknownCause = { kind: "gap"; part: string; reason: GapReason; hint: string } | { kind: "needs"; what: string };

export type CheckOutcome =
  | { status: "pass" | "warn" | "fail"; evidence: Evidence[]; notes: Evidence[] }
  | { status: "unknown"; causes: UnknownCause[]; notes: Evidence[] }
  | { status: "not_applicable"; why: string };

export interface CheckResult {
  id: CheckId;
  outcome: CheckOutcome;
}

/** A host's earlier snapshots, oldest first, bounded by what the check declares. */
export interface History {
  minutes: number;
  snapshots: readonly Snapshot[];
}

export interface Facts {
  current: Snapshot;
  history: History;
  policy: Policy;
}

/** A check is a pure function of facts. It performs no I/O, reads no clock and words nothing. */
export interface Check {
  id: CheckId;
  needs: { parts: readonly ("tcp" | "udp" | "range" | "conntrack" | "settings")[]; minutes: number };
  platforms: readonly ("linux" | "windows" | "darwin" | "freebsd")[];
  evaluate(facts: Facts): CheckOutcome;
}

export const defineCheck = (check: Check): Check => check;

export type { NamespaceSnapshot };
