import { condition } from "../conditions.ts";
import { defineRemedy } from "../remedy.ts";

/** Every further address or port of the other side is a range of its own. */
export const moreDestinations = defineRemedy({
  id: "more-destinations",
  step: "scale",
  platforms: ["linux", "freebsd"],
  causes: ["short-connections-one-destination", "benchmark-one-destination", "range-size", "long-lived-connections", "kernel-port-search"],

  propose: ({ tuple }) =>
    tuple && {
      conditions: [condition("peer-has-more-addresses", null, { destination: tuple.destination.address })],
      changes: [{ kind: "destinations", count: 2 }],
      risk: { level: "medium", why: "clients-must-follow" },
      settings: [],
    },
});
