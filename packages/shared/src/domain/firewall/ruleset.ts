import type { PortSet } from "./port-set.ts";

/**
 * Packet filter rules of one network namespace, from whichever tools printed them, in one form. Everything that a rule
 * can test and that cannot be told here is `undecidable`: it may hold and it may not.
 */
export interface Ruleset {
  chains: readonly Chain[];
}

export const HOOKS = ["ingress", "prerouting", "input", "output", "postrouting"] as const;
export type Hook = (typeof HOOKS)[number];

export interface Chain {
  /** What rules jump to; one tool's `filter INPUT` is not another's. */
  key: string;
  /** As people name it: `inet filter input`, `filter INPUT`. */
  name: string;
  source: "nftables" | "iptables";
  family: "ip" | "ip6" | "inet" | "netdev";
  /** Where packets enter it; null for one that is only jumped to. */
  base: BaseHook | null;
  rules: readonly FilterRule[];
}

export interface BaseHook {
  hook: Hook;
  /** Lower runs earlier (include/uapi/linux/netfilter_ipv4.h: raw −300, conntrack −200, mangle −150, filter 0). */
  priority: number;
  policy: "accept" | "drop";
  /** Its rules see only the first packet of a connection, and rewrite addresses rather than filter. */
  isNat: boolean;
}

export interface FilterRule {
  /** As the host's own tool prints it. */
  text: string;
  packets: number | null;
  /** All of them must hold. */
  matches: readonly Match[];
  /** Takes the packet out of connection tracking before its outcome. */
  untracks: boolean;
  outcome: Outcome;
}

export type Outcome =
  | { kind: "accept" | "drop" | "return" | "continue" | "unknown" }
  | { kind: "jump" | "goto"; chain: string }
  /** A verdict map: of its cases, which exclude each other, the one that holds; without any the next rule. */
  | { kind: "map"; cases: readonly { matches: readonly Match[]; outcome: Outcome }[] }
  /** Rewrites the source, and with it the source port. */
  | { kind: "masquerade"; randomFully: boolean }
  /** Rewrites the destination; null where the rule names no address. */
  | { kind: "forward"; to: string | null };

export type ConnectionState = "new" | "established" | "related" | "invalid" | "untracked";

export type Match =
  | { kind: "ports"; side: "source" | "destination"; protocol: "tcp" | "other"; ports: PortSet; isNegated: boolean }
  | { kind: "protocol"; holdsForTcp: boolean }
  | { kind: "family"; family: 4 | 6; isNegated: boolean }
  | { kind: "state"; states: readonly ConnectionState[]; isNegated: boolean }
  | { kind: "direction"; isReply: boolean }
  /** (flags & mask) is, or is not, one of `values`. */
  | { kind: "tcpFlags"; mask: number; values: readonly number[]; isNegated: boolean }
  /** (flags & mask) is not 0. */
  | { kind: "anyTcpFlag"; mask: number; isNegated: boolean }
  /** Names may end in `*`. */
  | { kind: "interface"; side: "in" | "out"; names: readonly string[]; isNegated: boolean }
  | { kind: "address"; side: "source" | "destination"; family: 4 | 6; prefixes: readonly AddressPrefix[]; isNegated: boolean }
  /** Several tests as one: an element of a set of combinations. */
  | { kind: "anyOf"; combinations: readonly (readonly Match[])[]; isNegated: boolean }
  | { kind: "always" | "never" | "undecidable" };

/** `reach` tells special blocks from addresses that a peer or this host may have. */
export interface AddressPrefix {
  reach: "everything" | "loopback" | "group" | "some";
}

export const TCP_FLAGS = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32, ecn: 64, cwr: 128 } as const;
