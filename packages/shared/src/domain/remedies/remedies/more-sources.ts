import { isInternalAddress } from "../../checklist/internal-address.ts";
import { isLoopback, parseAddress } from "../../network/address.ts";
import { condition } from "../conditions.ts";
import { defineRemedy } from "../remedy.ts";

/** Every further address of this host is a range of its own, unless a NAT on the way makes them one again. */
export const moreSources = defineRemedy({
  id: "more-sources",
  step: "scale",
  platforms: ["linux", "freebsd"],
  causes: [
    "short-connections-one-destination",
    "benchmark-one-destination",
    "bind-before-connect",
    "range-size",
    "long-lived-connections",
    "kernel-port-search",
  ],

  propose: ({ tuple, policy }) => {
    if (!tuple) return null;
    const address = parseAddress(tuple.destination.address);
    const isNear = (address !== null && isLoopback(address)) || isInternalAddress(tuple.destination.address);
    const egress = policy.declared?.egress ?? null;
    const isBehindNat = egress === null ? null : egress.kind !== "none";
    return {
      conditions: [condition("not-behind-nat", isNear ? true : isBehindNat === null ? null : !isBehindNat)],
      changes: [{ kind: "sources", count: 2 }],
      risk: { level: "medium", why: "routing-needed" },
      settings: [],
    };
  },
});
