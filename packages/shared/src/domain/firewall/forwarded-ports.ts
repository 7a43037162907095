import { intervalSize } from "../network/port-interval.ts";
import type { Chain, FilterRule } from "./ruleset.ts";

/** A port of the host whose packets a rule sends elsewhere. */
export interface ForwardedPort {
  /** `ip docker-bridges nat-prerouting`, `nat DOCKER`. */
  chain: string;
  protocol: "tcp" | "udp";
  port: number;
}

/** Single ports that rules rewrite the destination of, each once. Rules for ranges of ports are the administrator's. */
export const forwardedPorts = (chains: readonly Chain[]): ForwardedPort[] =>
  distinct(chains, (rule) => rule.outcome.kind === "forward" && rule.outcome.to !== null);

/** Kubernetes' node ports, as kube-proxy writes them for iptables: one rule each in a chain of their own. */
export const nodePortsIn = (chains: readonly Chain[]): number[] => [
  ...new Set(
    distinct(
      chains.filter(({ name }) => name.endsWith(" KUBE-NODEPORTS")),
      ({ outcome }) => outcome.kind === "jump" || outcome.kind === "goto",
    ).map(({ port }) => port),
  ),
];

function distinct(chains: readonly Chain[], isMeant: (rule: FilterRule) => boolean): ForwardedPort[] {
  const found = new Map<string, ForwardedPort>();
  for (const { name, rules } of chains) {
    for (const rule of rules) {
      const port = isMeant(rule) ? singlePort(rule) : null;
      if (port === null) continue;
      const protocol = rule.matches.some((match) => match.kind === "protocol" && !match.holdsForTcp) ? "udp" : "tcp";
      found.set(`${protocol} ${port}`, { chain: name, protocol, port });
    }
  }
  return [...found.values()];
}

function singlePort({ matches }: FilterRule): number | null {
  for (const match of matches) {
    const [only] = match.kind === "ports" && match.side === "destination" && !match.isNegated ? match.ports : [];
    if (match.kind === "ports" && match.ports.length === 1 && only && intervalSize(only) === 1) return only.low;
  }
  return null;
}
