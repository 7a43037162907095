import { shortenedText } from "../evidence/printable-text.ts";
import type { FirewallReading, FirewallRule, ReturnTraffic } from "../host/firewall.ts";
import { countPorts, intervalSize, type PortInterval } from "../network/port-interval.ts";
import { type Passage, portsOf } from "./flow.ts";
import type { Packet } from "./match-packet.ts";
import { ALL_PORTS, clip, intersect, type PortSet, subtract, union } from "./port-set.ts";
import { type Chain, type Hook, type Match, type Ruleset, TCP_FLAGS } from "./ruleset.ts";
import { shortenReading } from "./shorten-reading.ts";
import { type Journey, seesFamily, walkHooks } from "./walk-hooks.ts";
import type { Decision } from "./walk-rules.ts";

/** The wire's caps. */
const TEXT_LENGTH_MAX = 300;
const CHAIN_LENGTH_MAX = 128;
const INTERVALS_MAX = 512;
const OPEN_RULES_MAX = 20;

/** Fewer ports of the range than this are a service's, not an ephemeral range that stands open. */
const WIDE_PORTS = 1_000;

/** An ordinary peer's port: HTTPS. */
const PEER_PORT = 443;

const INWARD: readonly Hook[] = ["ingress", "prerouting", "input"];
const OUTWARD: readonly Hook[] = ["output", "postrouting"];

/** What the rules do to the ephemeral range, IPv4 and IPv6 apart; a family without a rule or a closing policy has no reading. */
export const readFirewall = (ruleset: Ruleset, range: PortInterval, device: string | null): FirewallReading[] =>
  ([4, 6] as const).flatMap((family) => {
    const chains = ruleset.chains.filter((chain) => seesFamily(chain, family));
    const isFiltering = chains.some(({ rules, base }) => rules.length > 0 || base?.policy === "drop");
    return isFiltering ? [readFamily({ chains }, family, range, device)] : [];
  });

function readFamily(ruleset: Ruleset, family: 4 | 6, range: PortInterval, device: string | null): FirewallReading {
  const ask = (peer: Packet["peer"]) => askRules(ruleset, { family, device, peer }, [range]);
  const [anyone, someone] = [ask("anyone"), ask("someone")];
  const returnTraffic = returnTrafficOf(anyone.reply, someone.reply, range);
  const egressDenied = subtract(anyone.request.dropped, union(portsOf(anyone.request.passed), portsOf(someone.request.passed)));
  const whole: FirewallReading = {
    family,
    source: (deciding(anyone.reply, returnTraffic)?.base ?? ruleset.chains[0]!).source,
    returnTraffic,
    openToWorld: openToWorld(ruleset, family, range, device),
    egressDenied: plain(egressDenied),
    isUntracked: union(anyone.reply.untracked, anyone.request.untracked).length > 0,
    masquerade: masqueradeOf(ruleset.chains),
  };
  return shortenReading(whole, INTERVALS_MAX);
}

/** A SYN out, and what comes back. */
function askRules(ruleset: Ruleset, who: Pick<Packet, "family" | "device" | "peer">, ports: PortSet): { request: Journey; reply: Journey } {
  const out: Packet = { ...who, openPort: "source", peerPort: PEER_PORT, isReply: false, flags: [TCP_FLAGS.syn], isInbound: false };
  const request = walkHooks(ruleset, { packet: out, ports, hooks: OUTWARD, state: "new" });
  const trackedToo = portsOf([...request.passed].filter(({ state }) => state !== "untracked"));
  const openedUntracked = { maybe: request.untracked, surely: subtract(request.untracked, trackedToo) };
  const back: Packet = { ...out, openPort: "destination", isReply: true, flags: REPLY_FLAGS, isInbound: true };
  return { request, reply: walkHooks(ruleset, { packet: back, ports, hooks: INWARD, state: "established", openedUntracked }) };
}

/** The first answer, and every one after it. */
const REPLY_FLAGS = [TCP_FLAGS.syn | TCP_FLAGS.ack, TCP_FLAGS.ack];

function returnTrafficOf(anyone: Journey, someone: Journey, range: PortInterval): ReturnTraffic {
  const [passed, ended] = [portsOf(anyone.passed), anyone.dropped];
  const accepted = subtract(passed, ended);
  const dropped = subtract(ended, union(passed, portsOf(someone.passed)));
  const undecided = subtract([range], union(accepted, dropped));
  const verdict = verdictOf({ accepted, dropped, undecided }, weakestPassage(anyone, accepted));
  const bare: ReturnTraffic = { verdict, accepted: plain(accepted), dropped: plain(dropped), decidedBy: null, policy: null };
  const decision = deciding(anyone, bare);
  return {
    ...bare,
    decidedBy: decision?.rule ? ruleOf(decision, clip(decision.ports, range)) : null,
    policy: decision?.base.base?.policy ?? null,
  };
}

function verdictOf(
  { accepted, dropped, undecided }: Record<"accepted" | "dropped" | "undecided", PortSet>,
  passage: Passage,
): ReturnTraffic["verdict"] {
  if (dropped.length > 0) return accepted.length + undecided.length === 0 ? "dropped" : "partly";
  return undecided.length > 0 ? "uncertain" : passage;
}

const weakestPassage = ({ passed }: Journey, ports: PortSet): Passage => {
  const has = (passage: Passage) => passed.some((flow) => flow.passage === passage && intersect(flow.ports, ports).length > 0);
  return has("stateless") ? "stateless" : has("stateful") ? "stateful" : "open";
};

/**
 * The decision that a person should look at. Where ports are dropped by a rule, that rule; where they are dropped by a
 * policy, the rule that lets the others pass, or should have, and the policy.
 */
function deciding({ decisions }: Journey, { verdict, dropped }: Pick<ReturnTraffic, "verdict" | "dropped">): Decision | null {
  const drops = decisions.filter((each) => each.verdict === "drop" && intersect(each.ports, dropped).length > 0);
  const accepts = decisions.filter((each) => each.verdict === "accept" && each.rule !== null);
  switch (verdict) {
    case "dropped":
    case "partly": {
      const byRule = widest(drops.filter(({ rule }) => rule !== null));
      const byPolicy = widest(drops);
      return byRule ?? widest(accepts.filter(({ base, path }) => base === byPolicy?.base && path !== "open")) ?? byPolicy;
    }
    case "stateful":
    case "stateless":
      return widest(accepts.filter(({ path }) => path === verdict));
    case "uncertain":
      return widest(decisions.filter((each) => each.verdict === "drop"));
    case "open":
      return widest(accepts);
  }
}

const widest = (decisions: readonly Decision[]): Decision | null =>
  decisions.reduce<Decision | null>((best, each) => (best && countPorts(best.ports) >= countPorts(each.ports) ? best : each), null);

/** Rules by which anyone may begin a connection to a wide part of the range, where the rest of it is closed. */
function openToWorld(ruleset: Ruleset, family: 4 | 6, range: PortInterval, device: string | null): FirewallRule[] {
  const packet: Packet = {
    family,
    device,
    peer: "anyone",
    openPort: "destination",
    peerPort: PEER_PORT,
    isReply: false,
    flags: [TCP_FLAGS.syn],
    isInbound: true,
  };
  const { passed, dropped, decisions } = walkHooks(ruleset, { packet, ports: ALL_PORTS, hooks: INWARD, state: "new" });
  if (dropped.length === 0) return [];
  const open = subtract(intersect(portsOf(passed), [range]), dropped);
  const least = Math.min(WIDE_PORTS, intervalSize(range) / 2);
  return decisions
    .filter(({ verdict, rule, path }) => verdict === "accept" && rule !== null && path === "stateless")
    .map((decision) => ({ decision, ports: intersect(decision.ports, open) }))
    .filter(({ ports }) => ports.length > 0 && countPorts(ports) >= least)
    .slice(0, OPEN_RULES_MAX)
    .map(({ decision, ports }) => ruleOf(decision, plain(ports)));
}

/** Comments and names in rules are other people's text. `ports`: where the rule asks for ports, those of the range that it decides. */
function ruleOf({ rule, chain }: Decision, ports: readonly PortInterval[]): FirewallRule {
  const asksForPorts = rule!.matches.some(isPortTest) || rule!.outcome.kind === "map";
  return {
    text: shortenedText(rule!.text, TEXT_LENGTH_MAX),
    chain: shortenedText(chain.name, CHAIN_LENGTH_MAX),
    packets: rule!.packets,
    ports: asksForPorts ? ports.slice(0, INTERVALS_MAX) : [],
  };
}

const isPortTest = (match: Match): boolean =>
  match.kind === "ports" || (match.kind === "anyOf" && match.combinations.some((tests) => tests.some(isPortTest)));

function masqueradeOf(chains: readonly Chain[]): FirewallReading["masquerade"] {
  const rewriting = chains.flatMap(({ rules }) =>
    rules.flatMap(({ outcome }) => (outcome.kind === "masquerade" ? [outcome.randomFully] : [])),
  );
  return rewriting.length === 0 ? null : { randomFully: rewriting.every(Boolean) };
}

const plain = (ports: PortSet): PortInterval[] => ports.map(({ low, high }) => ({ low, high }));
