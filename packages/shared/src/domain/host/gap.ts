/** A part of a snapshot that could not be read, and why. A gap is data: it makes checks unknown, never green. */
export interface Gap {
  /** What is missing, or narrower than it should be. */
  part: GapPart;
  reason: GapReason;
  /** The namespace it belongs to, by its id; null when it concerns the whole host. */
  namespaceId: string | null;
  /** What would close the gap, or what exactly went wrong, in plain English; at most 200 characters. */
  hint: string;
  /** In what a bundle of files shows: where it is missing. */
  at?: GapPlace | undefined;
}

/** A file that is not in the bundle, or with a line, from 1, the first place of one that could not be read. */
export interface GapPlace {
  file: string;
  line: number | null;
}

export const GAP_PARTS = [
  "tcp",
  "udp",
  "boundInactive",
  "range",
  "reservedPorts",
  "settings",
  "counters",
  "conntrack",
  "namespaces",
  "processes",
  "socketOptions",
  "tuples",
  "pools",
  "listeners",
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
  "firewall",
] as const;
export type GapPart = (typeof GAP_PARTS)[number];

export const GAP_REASONS = ["absent", "denied", "malformed", "timeout", "unsupported", "truncated"] as const;
export type GapReason = (typeof GAP_REASONS)[number];
