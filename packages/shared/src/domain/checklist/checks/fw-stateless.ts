import { subtract } from "../../firewall/port-set.ts";
import { NOTHING_DECLARED } from "../../host/declarations.ts";
import type { FirewallReading } from "../../host/firewall.ts";
import type { NamespaceSnapshot } from "../../host/snapshot.ts";
import { countPorts, normalizeIntervals, type PortInterval } from "../../network/port-interval.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts } from "../check.ts";
import { firewallEvidence, ownFirewall, portsText } from "../firewall-evidence.ts";
import { outcomeOf } from "../outcome.ts";
import { namespaceFigure } from "../subject.ts";
import { standingConnections } from "./fw-return.ts";

/** What a network ACL must let in for load balancers, NAT gateways and functions (AWS, ephemeral ports). */
const FOR_ANY_CLIENT: PortInterval = { low: 1_024, high: 65_535 };

/**
 * Whether rules that know no connections agree with the range, on the host and in a declared network ACL, and whether
 * such a rule lets the world in: a stateful filter needs no rule for the range, and one opens every listener in it.
 */
export const fwStateless = defineCheck({
  id: "fw-stateless",
  number: 11,
  founding: 4,
  needs: { parts: [], minutes: 0 },
  platforms: ["linux", "windows", "darwin", "freebsd"],

  evaluate({ current, policy }: Facts): CheckOutcome {
    const { own, readings, causes } = ownFirewall(current);
    const acl = (policy.declared ?? NOTHING_DECLARED).inboundAcl;
    if (own === null) return outcomeOf({ causes });
    if (readings !== null && readings.length === 0 && acl === null) return { status: "not_applicable", why: "no-packet-filter" };
    const [byRules, byAcl] = [(readings ?? []).map((reading) => judgeRules(own, reading)), acl ? judgeAcl(own, acl) : NOTHING];
    const found = [...byRules, byAcl];
    return outcomeOf({
      fail: found.flatMap(({ fail = [] }) => fail),
      warn: found.flatMap(({ warn = [] }) => warn),
      notes: [...found.flatMap(({ notes = [] }) => notes), ...(acl === null ? [undeclared(own)] : [])],
      causes,
    });
  },
});

type Found = { fail?: Evidence[]; warn?: Evidence[]; notes?: Evidence[] };
const NOTHING: Found = {};

function judgeRules(own: NamespaceSnapshot, reading: FirewallReading): Found {
  const { verdict, dropped, accepted, decidedBy } = reading.returnTraffic;
  const open = reading.openToWorld.map((rule) => firewallEvidence(own, reading, "stateless-open-to-world", rule.ports, rule));
  const isByPorts = decidedBy !== null && decidedBy.ports.length > 0;
  if (verdict === "partly" && isByPorts) {
    const gap = firewallEvidence(own, reading, "stateless-gap", dropped);
    const isSeenToPass = standingConnections(own, reading.family) > 0;
    return isSeenToPass ? { fail: open, warn: [gap] } : { fail: [...open, gap] };
  }
  return { fail: open, notes: verdict === "stateless" ? [firewallEvidence(own, reading, "stateless-fits", accepted)] : [] };
}

function judgeAcl(own: NamespaceSnapshot, acl: readonly PortInterval[]): Found {
  const { range } = own;
  if (range === null) return NOTHING;
  const missing = subtract([range], normalizeIntervals(acl));
  const said = (rule: Evidence["rule"], ports: readonly PortInterval[]): Evidence => ({
    subject: portsText(ports),
    namespaceId: own.id,
    observed: countPorts(ports),
    limit: null,
    unit: "ports",
    rule,
    figures: { ...namespaceFigure(own), rangeLow: range.low, rangeHigh: range.high, acl: portsText(normalizeIntervals(acl)) },
  });
  if (missing.length > 0) return { fail: [said("acl-gap", missing)] };
  const narrow = subtract([FOR_ANY_CLIENT], normalizeIntervals(acl));
  return { notes: narrow.length > 0 ? [said("acl-narrow", narrow)] : [said("acl-fits", [range])] };
}

const undeclared = (own: NamespaceSnapshot): Evidence => ({
  subject: "",
  namespaceId: own.id,
  observed: 0,
  limit: null,
  unit: "ports",
  rule: "acl-undeclared",
});
