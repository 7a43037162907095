import { type Flow, mergeFlows, type Passage } from "./flow.ts";
import { allHold, type Holds, type Packet } from "./match-packet.ts";
import { intersect, type PortSet, subtract, union } from "./port-set.ts";
import type { Chain, FilterRule, Match, Outcome } from "./ruleset.ts";

/** Rules looked at for one question. Past it, what was not looked at is undecided; the kernel's own limit is no help against a dump of millions of rules. */
const RULES_MAX = 200_000;
/** The kernel allows 16 (NFT_JUMP_STACK_SIZE). */
const DEPTH_MAX = 32;

/** A rule, or a chain's policy, that may have let packets pass or ended them. */
export interface Decision {
  verdict: "accept" | "drop";
  /** Null: the policy at the end of the chain. */
  rule: FilterRule | null;
  /** Where the rule stands, and the chain with the hook that led there. */
  chain: Chain;
  base: Chain;
  ports: PortSet;
  path: Passage;
}

/**
 * What may become of packets in one base chain. Where a test cannot be decided, both ways are gone: a port can be among
 * the accepted and among the dropped.
 */
export class RuleWalk {
  readonly #chains: ReadonlyMap<string, Chain>;
  readonly #packet: Packet;
  readonly decisions: Decision[] = [];
  /** Ports of packets that may have been taken out of connection tracking. */
  untracked: PortSet = [];
  #accepted: Flow[] = [];
  #base!: Chain;
  #rulesLeft = RULES_MAX;

  constructor(chains: ReadonlyMap<string, Chain>, packet: Packet) {
    this.#chains = chains;
    this.#packet = packet;
  }

  /** Sends flows through a base chain; answers those that come out accepted. */
  through(base: Chain, flows: readonly Flow[]): Flow[] {
    this.#base = base;
    this.#accepted = [];
    const atEnd = this.#walk(base, flows, 0);
    for (const flow of atEnd) this.#decide(base.base!.policy, null, base, flow);
    return mergeFlows(this.#accepted);
  }

  /** Answers what reaches the end of the chain, or returns from it. */
  #walk(chain: Chain, entering: readonly Flow[], depth: number): Flow[] {
    let flows = mergeFlows(entering);
    const leaving: Flow[] = [];
    for (const rule of chain.rules) {
      if (flows.length === 0) break;
      if (--this.#rulesLeft < 0) return this.#undecided(rule, chain, [...flows, ...leaving]);
      flows = mergeFlows(flows.flatMap((flow) => this.#apply(rule, chain, flow, leaving, depth)));
    }
    return mergeFlows([...flows, ...leaving]);
  }

  /** One rule for one flow: answers what goes on to the next rule. */
  #apply(rule: FilterRule, chain: Chain, flow: Flow, leaving: Flow[], depth: number): Flow[] {
    const holds = allHold(rule.matches, this.#packet, flow.state);
    const possible = intersect(flow.ports, union(holds.yes, holds.maybe));
    if (possible.length === 0) return [flow];
    const rest = { ...flow, ports: subtract(flow.ports, holds.yes) };
    const matched = this.#untrack(rule, { ...flow, ports: possible, path: pathAfter(flow.path, rule.matches) });
    return [rest, ...this.#follow(rule.outcome, rule, chain, { matched, before: flow.path }, leaving, depth)];
  }

  #untrack({ untracks }: FilterRule, flow: Flow): Flow {
    if (!untracks || flow.isTracked) return flow;
    this.untracked = union(this.untracked, flow.ports);
    return { ...flow, state: "untracked", isTracked: true };
  }

  #follow(
    outcome: Outcome,
    rule: FilterRule,
    chain: Chain,
    { matched, before }: { matched: Flow; before: Passage },
    leaving: Flow[],
    depth: number,
  ): Flow[] {
    const back = { ...matched, path: before };
    switch (outcome.kind) {
      case "accept":
      case "drop":
        this.#decide(outcome.kind, rule, chain, matched);
        return [];
      case "return":
        leaving.push(back);
        return [];
      case "continue":
      case "masquerade":
      case "forward":
        return [back];
      case "unknown":
        return this.#undecided(rule, chain, [back]);
      case "jump":
      case "goto": {
        const target = this.#chains.get(outcome.chain);
        if (target === undefined || depth >= DEPTH_MAX) return this.#undecided(rule, chain, [back]);
        const through = this.#walk(target, [matched], depth + 1).map((flow) => ({ ...flow, path: before }));
        if (outcome.kind === "jump") return through;
        leaving.push(...through);
        return [];
      }
      case "map":
        return this.#followMap(outcome, rule, chain, { matched, before }, leaving, depth);
    }
  }

  #followMap(
    { cases }: Outcome & { kind: "map" },
    rule: FilterRule,
    chain: Chain,
    { matched, before }: { matched: Flow; before: Passage },
    leaving: Flow[],
    depth: number,
  ): Flow[] {
    let others = matched.ports;
    const further: Flow[] = [];
    for (const { matches, outcome } of cases) {
      const holds: Holds = allHold(matches, this.#packet, matched.state);
      const ports = intersect(matched.ports, union(holds.yes, holds.maybe));
      others = subtract(others, holds.yes);
      if (ports.length === 0) continue;
      const inCase = { ...matched, ports, path: pathAfter(matched.path, matches) };
      further.push(...this.#follow(outcome, rule, chain, { matched: inCase, before }, leaving, depth));
    }
    return [{ ...matched, ports: others, path: before }, ...further];
  }

  /** It may pass, end or go on. */
  #undecided(rule: FilterRule, chain: Chain, flows: readonly Flow[]): Flow[] {
    for (const flow of flows) {
      this.#decide("accept", rule, chain, flow);
      this.#decide("drop", rule, chain, flow);
    }
    return [...flows];
  }

  #decide(verdict: "accept" | "drop", rule: FilterRule | null, chain: Chain, flow: Flow): void {
    this.decisions.push({ verdict, rule, chain, base: this.#base, ports: flow.ports, path: flow.path });
    if (verdict === "accept") this.#accepted.push(flow);
  }
}

/** State outweighs ports: a rule that asks for both lets nothing in that did not belong to a connection. */
function pathAfter(path: Passage, matches: readonly Match[]): Passage {
  if (path === "stateful" || matches.some(asksForConnection)) return "stateful";
  return matches.some(asksForPorts) ? "stateless" : path;
}

const asksForConnection = (match: Match): boolean =>
  match.kind === "direction" ||
  (match.kind === "state" && match.states.includes("new") === match.isNegated) ||
  inAll(match, asksForConnection);

const asksForPorts = (match: Match): boolean =>
  match.kind === "ports" || match.kind === "tcpFlags" || match.kind === "anyTcpFlag" || inAll(match, asksForPorts);

const inAll = (match: Match, asks: (match: Match) => boolean): boolean =>
  match.kind === "anyOf" && match.combinations.length > 0 && match.combinations.every((combination) => combination.some(asks));
