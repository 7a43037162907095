import type { Evidence } from "../checklist/check.ts";
import type { Rule } from "../checklist/rule.ts";
import { namespaceFigure } from "../checklist/subject.ts";
import type { GapPart } from "../host/gap.ts";
import type { NamespaceSnapshot, Snapshot } from "../host/snapshot.ts";

interface Said {
  subject?: string;
  namespace?: NamespaceSnapshot | null;
  observed?: number;
  limit?: number | null;
  unit?: Evidence["unit"];
  figures?: Record<string, number | string>;
}

/** One piece of evidence; what is not said does not matter to its sentence. */
export const say = (
  rule: Rule,
  { subject = "", namespace = null, observed = 0, limit = null, unit, figures = {} }: Said = {},
): Evidence => ({
  subject,
  namespaceId: namespace?.id ?? null,
  observed,
  limit,
  unit: unit ?? "entries",
  rule,
  figures: { ...(namespace ? namespaceFigure(namespace) : {}), ...figures },
});

/** What would tell was not read, and why as far as the agent said. */
export const unreadPart = ({ gaps }: Snapshot, part: GapPart): Evidence =>
  say("cause-unread", { figures: { part, reason: gaps.find((gap) => gap.part === part)?.reason ?? "unsupported" } });

/** `few`: so few of the sockets that the cause would leave behind. */
export const few = (what: FewKind, observed: number): Evidence => say("cause-few", { observed, unit: "sockets", figures: { what } });

export const FEW_KINDS = ["time-wait", "close-wait", "bound", "syn-sent", "live", "udp", "server-time-wait"] as const;
export type FewKind = (typeof FEW_KINDS)[number];
