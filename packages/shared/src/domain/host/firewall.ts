import type { PortInterval } from "../network/port-interval.ts";

/** One firewall as it stands towards ephemeral ports, for one address family of one namespace; rules stay on the host. */
export interface FirewallReading {
  family: 4 | 6;
  /** Where the rules were read. */
  source: "nftables" | "iptables" | "pf" | "windows";
  /** What happens to replies to the host's own connections, over the whole range. */
  returnTraffic: ReturnTraffic;
  /** Stateless accepts of new inbound connections that reach into the range from anywhere. */
  openToWorld: FirewallRule[];
  /** Destination ports that outbound packets may not leave from: egress denies on source ports of the range. */
  egressDenied: PortInterval[];
  /** How many ports those lists had before they were shortened; missing where they are whole. */
  counted?: { accepted: number; dropped: number; egressDenied: number } | undefined;
  /** TCP packets to the range are not tracked, so that no rule on connection state can match them. */
  isUntracked: boolean;
  /** The host rewrites source ports, and whether it does so with `random-fully`; null where it does not masquerade. */
  masquerade: { randomFully: boolean } | null;
}

export interface ReturnTraffic {
  /** `stateful`: accepted by connection state; `stateless`: only by rules on ports; the rest as it says. */
  verdict: "stateful" | "stateless" | "partly" | "dropped" | "uncertain" | "open";
  /** Ports of the range to which replies pass for certain, and those to which they surely do not. */
  accepted: PortInterval[];
  dropped: PortInterval[];
  /** The rule that decides, with its counter, and the policy at the end of the chain. */
  decidedBy: FirewallRule | null;
  policy: "accept" | "drop" | null;
}

export interface FirewallRule {
  /** As the host's own tool prints it; at most 300 characters. */
  text: string;
  /** `inet filter input`, `filter INPUT`. */
  chain: string;
  packets: number | null;
  ports: PortInterval[];
}
