import type { FIREWALL_CHECKS, FIREWALL_RULES } from "../../domain/checklist/catalogue/firewall.ts";
import type { Evidence } from "../../domain/checklist/check.ts";
import type { ChecksGroupText } from "../checks.ts";
import { numberOf, subjectOf, textOf } from "../checks-figures.ts";
import { figure, type Sentence, sentence, subject } from "../sentence.ts";
import { plural, range, within } from "./checks-phrases.ts";

/** `IPv4`, `IPv6`. */
const family = (e: Evidence): string => textOf(e, "family") ?? "IP";

/** The rule that decides, with its chain and how often it was met; the policy where no rule does. */
function decidedBy(e: Evidence): Sentence {
  const [rule, chain, policy] = [textOf(e, "decidedBy"), textOf(e, "chain"), textOf(e, "policy")];
  if (rule === null) return policy === null ? [] : sentence` No rule decides it, the policy is ${figure(policy)}.`;
  const met = textOf(e, "packets") === null ? [] : sentence`, ${plural(numberOf(e, "packets"), "packet", "packets")} so far`;
  return sentence` Decided by ${subject(rule)} in ${subject(chain ?? "")}${met}.`;
}

const ports = (e: Evidence): Sentence => sentence`${plural(e.observed, "port", "ports")} (${subjectOf(e)})`;

export const firewallChecks: ChecksGroupText<(typeof FIREWALL_CHECKS)[number], (typeof FIREWALL_RULES)[number]> = {
  title: {
    "fw-return": "Return traffic through the packet filter",
    "fw-stateless": "Stateless rules and the range",
  },
  looksAt: {
    "fw-return": "Whether the packet filter lets replies to this host’s own connections in, on every port of the range.",
    "fw-stateless":
      "Whether rules that know no connections, here and in a declared network ACL, agree with the range and let nobody else in.",
  },
  passed: {
    "fw-return": "Replies to this host’s own connections pass on every port of the range.",
    "fw-stateless": "No stateless rule leaves a part of the range out, and none opens it to the world.",
  },
  rules: {
    "return-dropped": (e) =>
      sentence`${family(e)}${within(e)}: the packet filter drops replies on all ${ports(e)} of the range.${decidedBy(e)}`,
    "return-partly": (e) =>
      sentence`${family(e)}${within(e)}: the packet filter drops replies on ${ports(e)} of the range: a connection that is given one of them never stands.${decidedBy(e)}`,
    "return-denied-out": (e) =>
      sentence`${family(e)}${within(e)}: packets may not leave from ${ports(e)} of the range: a connection that is given one of them fails.`,
    "return-seen-to-pass": (e) =>
      sentence`${family(e)}${within(e)}: by its rules the packet filter stops ${ports(e)} of the range, but ${plural(numberOf(e, "standing"), "outbound connection stands", "outbound connections stand")}, so that something was read wrongly or is bypassed.${decidedBy(e)}`,
    "return-stateless": (e) =>
      sentence`${family(e)}${within(e)}: replies pass only by a rule on ports, not by the state of a connection: whoever widens the range must widen it, too.${decidedBy(e)}`,
    "return-uncertain": (e) =>
      sentence`${family(e)}${within(e)}: whether replies pass depends on what cannot be told from the rules (an address, a device, a mark, a rate).${decidedBy(e)}`,
    "return-stateful": (e) => sentence`${family(e)}${within(e)}: replies pass by the state of their connection.${decidedBy(e)}`,
    "return-open": (e) => sentence`${family(e)}${within(e)}: nothing is filtered on the way in for replies.`,
    "return-untracked": (e) =>
      sentence`${family(e)}${within(e)}: some packets to the range are not tracked, and rules on the state of connections do not hold for them.`,

    "stateless-open-to-world": (e) =>
      sentence`${family(e)}${within(e)}: a rule lets anyone begin connections to ${ports(e)} of the range, and with them to every listener there. Replies need no such rule.${decidedBy(e)}`,
    "stateless-gap": (e) =>
      sentence`${family(e)}${within(e)}: replies pass by a rule on ports that leaves out ${ports(e)} of the range ${range(e, "range")}.${decidedBy(e)}`,
    "acl-gap": (e) =>
      sentence`The declared network ACL lets in ${subject(textOf(e, "acl") ?? "")}, which leaves out ${ports(e)} of the range ${range(e, "range")}${within(e)}: replies to them are lost.`,
    "stateless-fits": (e) =>
      sentence`${family(e)}${within(e)}: the rule on ports covers the whole range ${range(e, "range")}.${decidedBy(e)}`,
    "acl-fits": (e) =>
      sentence`The declared network ACL lets in ${subject(textOf(e, "acl") ?? "")}, and with it the whole range ${range(e, "range")}.`,
    "acl-narrow": (e) =>
      sentence`The declared network ACL covers this host’s range, but not ${subjectOf(e)}: load balancers, NAT gateways and functions use 1024–65535.`,
    "acl-undeclared": () =>
      sentence`A network ACL cannot be seen from a host; ${subject("--nacl")} declares what it lets in. Reading it needs ${figure("ec2:DescribeNetworkAcls")}.`,
  },
};
