import type { FleetHost, HostView } from "@berth/shared/contract/reads.ts";
import { GAP_PARTS, GAP_REASONS } from "@berth/shared/domain/host/gap.ts";
import { checksText } from "@berth/shared/text/checks.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { textOf } from "../../ui/text.ts";

/** The fleet's `tightestReason`: `never-reported`, `nothing-outbound`, or `<part>-<reason>` of the gap that hides the tuples. */
export function tupleReason(language: Language, { freshness, tightestReason }: Pick<FleetHost, "freshness" | "tightestReason">): string {
  const text = textOf(language).fleet;
  if (freshness === "never") return text.neverHeard;
  const part = GAP_PARTS.find((each) => tightestReason?.startsWith(`${each}-`));
  const reason = GAP_REASONS.find((each) => tightestReason?.endsWith(`-${each}`));
  return part && reason ? checksText(language).gap(part, reason) : text.noTuple;
}

/** It reported, so long ago that nothing is left of its last snapshot: neither what was read nor what could not be. */
export const isExpired = ({ freshness, namespaces, gaps }: Pick<HostView, "freshness" | "namespaces" | "gaps">): boolean =>
  freshness !== "never" && namespaces.length === 0 && gaps.length === 0;

/** The same from a host's own gaps. */
export function whyNoTuple(language: Language, host: Pick<HostView, "freshness" | "gaps" | "namespaces">): string {
  if (isExpired(host)) return textOf(language).host.expired.reason;
  const { freshness, gaps } = host;
  const gap = gaps.find(({ part }) => part === "tcp" || part === "range" || part === "reservedPorts" || part === "tuples");
  return tupleReason(language, { freshness, tightestReason: gap ? `${gap.part}-${gap.reason}` : null });
}
