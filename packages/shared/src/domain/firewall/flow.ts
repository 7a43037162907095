import { type PortSet, union } from "./port-set.ts";
import type { ConnectionState } from "./ruleset.ts";

/**
 * How a packet came as far as it did: unhindered (`open`), because it belongs to a connection (`stateful`), or because a
 * rule on ports or flags let it (`stateless`).
 */
export type Passage = "open" | "stateful" | "stateless";

/** Ports whose packets may be at one point of the rules, and in what condition. */
export interface Flow {
  ports: PortSet;
  /** What a rule that tests the state sees; connection tracking looks at a packet only after the earliest hooks. */
  state: ConnectionState;
  isTracked: boolean;
  /** By the rules of the chains before this one: the weakest of them. */
  passage: Passage;
  /** By the rules of this chain that have held so far. */
  path: Passage;
}

const key = ({ state, isTracked, passage, path }: Flow): string => `${state} ${isTracked} ${passage} ${path}`;

/** Flows in the same condition become one; empty ones go. */
export function mergeFlows(flows: readonly Flow[]): Flow[] {
  const merged = new Map<string, Flow>();
  for (const flow of flows) {
    if (flow.ports.length === 0) continue;
    const same = merged.get(key(flow));
    merged.set(key(flow), same ? { ...flow, ports: union(same.ports, flow.ports) } : flow);
  }
  return [...merged.values()];
}

export const portsOf = (flows: readonly Flow[]): PortSet => flows.reduce<PortSet>((ports, flow) => union(ports, flow.ports), []);

const RANK: Record<Passage, number> = { open: 0, stateful: 1, stateless: 2 };

export const weaker = (a: Passage, b: Passage): Passage => (RANK[a] >= RANK[b] ? a : b);
