import { portsIn } from "../firewall/shorten-reading.ts";
import type { FirewallReading, FirewallRule } from "../host/firewall.ts";
import type { NamespaceSnapshot, Snapshot } from "../host/snapshot.ts";
import type { PortInterval } from "../network/port-interval.ts";
import type { Evidence, UnknownCause } from "./check.ts";
import type { Rule } from "./rule.ts";
import { namespaceFigure } from "./subject.ts";
import { blindTo } from "./unread.ts";

/** More intervals than these are counted, not listed. */
const INTERVALS_SHOWN = 5;

/**
 * The packet filter of the agent's own namespace, which is the only one that is read; null where it was not. Rules of
 * containers' namespaces are not looked at, and their absence makes nothing unknown.
 */
export function ownFirewall(snapshot: Snapshot): {
  own: NamespaceSnapshot | null;
  readings: FirewallReading[] | null;
  causes: UnknownCause[];
} {
  const own = snapshot.namespaces[0] ?? null;
  if (own === null) {
    const gap = snapshot.gaps.find(({ part }) => part === "namespaces");
    const cause: UnknownCause = { kind: "gap", part: "namespaces", reason: gap?.reason ?? "unsupported", hint: gap?.hint ?? "" };
    return { own, readings: null, causes: [cause] };
  }
  const { causes } = blindTo({ ...snapshot, namespaces: [own] }, "firewall");
  return { own, readings: causes.length > 0 ? null : (own.firewall ?? null), causes };
}

/** What rules do to some ports, with the rule that decides and its counter. */
export function firewallEvidence(
  own: NamespaceSnapshot,
  reading: FirewallReading,
  rule: Rule,
  ports: readonly PortInterval[],
  decidedBy: FirewallRule | null = reading.returnTraffic.decidedBy,
): Evidence {
  const { family, returnTraffic } = reading;
  return {
    subject: portsText(ports),
    namespaceId: own.id,
    observed: portsIn(reading, ports),
    limit: null,
    unit: "ports",
    rule,
    figures: {
      ...namespaceFigure(own),
      family: `IPv${family}`,
      ...(own.range ? { rangeLow: own.range.low, rangeHigh: own.range.high } : {}),
      ...(decidedBy === null ? {} : { decidedBy: decidedBy.text, chain: decidedBy.chain }),
      ...(decidedBy?.packets == null ? {} : { packets: decidedBy.packets }),
      ...(returnTraffic.policy === null ? {} : { policy: returnTraffic.policy }),
    },
  };
}

/** `32768–40000, 50000`; the first few of many. */
export function portsText(ports: readonly PortInterval[]): string {
  const shown = ports.slice(0, INTERVALS_SHOWN).map(({ low, high }) => (low === high ? String(low) : `${low}–${high}`));
  return [...shown, ...(ports.length > INTERVALS_SHOWN ? ["…"] : [])].join(", ");
}
