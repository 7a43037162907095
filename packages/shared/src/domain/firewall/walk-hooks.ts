import { type Flow, mergeFlows, weaker } from "./flow.ts";
import type { Packet } from "./match-packet.ts";
import { intersect, NO_PORTS, type PortSet, subtract, union } from "./port-set.ts";
import type { Chain, ConnectionState, Hook, Ruleset } from "./ruleset.ts";
import { type Decision, RuleWalk } from "./walk-rules.ts";

/** NF_IP_PRI_CONNTRACK: what runs earlier sees no connection yet, which a rule reads as `invalid`. */
const CONNTRACK_PRIORITY = -200;

export interface Journey {
  /** Packets that may come through all hooks. */
  passed: Flow[];
  /** Ports of packets that may be ended on the way. */
  dropped: PortSet;
  untracked: PortSet;
  decisions: Decision[];
}

/** What a packet meets: the ports that are asked about, its hooks in order, and what connection tracking will say of it. */
export interface Question {
  packet: Packet;
  ports: PortSet;
  hooks: readonly Hook[];
  state: ConnectionState;
  /** Ports whose connection was opened untracked for certain, or may have been: tracking does not know such a one. */
  openedUntracked?: { surely: PortSet; maybe: PortSet };
}

/**
 * Sends a packet through every base chain of its hooks in the order of their priority: an accept ends only its base chain,
 * a drop is final.
 */
export function walkHooks(ruleset: Ruleset, { packet, ports, hooks, state, openedUntracked }: Question): Journey {
  const walk = new RuleWalk(new Map(ruleset.chains.map((chain) => [chain.key, chain])), packet);
  let flows: Flow[] = [{ ports, state: "invalid", isTracked: false, passage: "open", path: "open" }];
  let dropped: PortSet = [];
  const track = () => {
    flows = mergeFlows(flows.flatMap((flow) => tracked(flow, state, openedUntracked)));
  };
  for (const [index, hook] of hooks.entries()) {
    if (hook === "ingress") flows = through(hook);
    else {
      flows = through(hook, (priority) => priority < CONNTRACK_PRIORITY);
      if (index === hooks.findIndex((each) => each !== "ingress")) track();
      flows = through(hook, (priority) => priority >= CONNTRACK_PRIORITY);
    }
  }
  for (const decision of walk.decisions) if (decision.verdict === "drop") dropped = union(dropped, decision.ports);
  return { passed: flows, dropped, untracked: walk.untracked, decisions: walk.decisions };

  function through(hook: Hook, isInTurn: (priority: number) => boolean = () => true): Flow[] {
    const chains = ruleset.chains.filter(({ base, ...chain }) => base?.hook === hook && !base.isNat && seesFamily(chain, packet.family));
    const inTurn = chains.filter(({ base }) => isInTurn(base!.priority)).sort((a, b) => a.base!.priority - b.base!.priority);
    let current = flows;
    for (const base of inTurn)
      current = mergeFlows(
        walk.through(base, current).map((flow) => ({ ...flow, passage: weaker(flow.passage, flow.path), path: "open" as const })),
      );
    return current;
  }
}

export const seesFamily = ({ family }: Pick<Chain, "family">, packetFamily: 4 | 6): boolean =>
  family === "inet" || family === "netdev" || (family === "ip6") === (packetFamily === 6);

function tracked(flow: Flow, state: ConnectionState, { surely, maybe }: NonNullable<Question["openedUntracked"]> = NEVER): Flow[] {
  if (flow.isTracked) return [flow];
  return [
    { ...flow, ports: subtract(flow.ports, surely), state, isTracked: true },
    { ...flow, ports: intersect(flow.ports, maybe), state: "invalid", isTracked: true },
  ];
}

const NEVER = { surely: NO_PORTS, maybe: NO_PORTS };
