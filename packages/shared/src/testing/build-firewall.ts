import type { FirewallReading, FirewallRule, ReturnTraffic } from "../domain/host/firewall.ts";
import type { NamespaceSnapshot, Snapshot } from "../domain/host/snapshot.ts";
import { buildNamespace } from "./build-snapshot.ts";

export const buildFirewallRule = (said: Partial<FirewallRule> = {}): FirewallRule => ({
  text: "ct state established,related counter accept",
  chain: "inet filter input",
  packets: 1_204,
  ports: [],
  ...said,
});

/** Replies pass by the state of their connection, unless it says otherwise. */
export const buildReading = (
  said: Partial<Omit<FirewallReading, "returnTraffic">> & { replies?: Partial<ReturnTraffic> } = {},
): FirewallReading => {
  const { replies, ...rest } = said;
  return {
    family: 4,
    source: "nftables",
    returnTraffic: {
      verdict: "stateful",
      accepted: [{ low: 32_768, high: 60_999 }],
      dropped: [],
      decidedBy: buildFirewallRule(),
      policy: "drop",
      ...replies,
    },
    openToWorld: [],
    egressDenied: [],
    isUntracked: false,
    masquerade: null,
    ...rest,
  };
};

/** A host whose own namespace has this packet filter. */
export const filtered = (firewall: FirewallReading[], said: Partial<NamespaceSnapshot> = {}): Partial<Snapshot> => ({
  namespaces: [buildNamespace({ firewall, ...said })],
});
