import { isLoopback, parseAddress } from "../../network/address.ts";
import { condition } from "../conditions.ts";
import { defineRemedy } from "../remedy.ts";

/** Two programs on one host need no port to talk to each other. */
export const unixSocket = defineRemedy({
  id: "unix-socket",
  step: "reuse",
  platforms: ["linux", "darwin", "freebsd"],
  causes: ["short-connections-one-destination", "pool-misconfigured"],

  propose: ({ tuple }) => {
    const address = tuple && parseAddress(tuple.destination.address);
    if (!tuple || !address || !(isLoopback(address) || tuple.destination.address === tuple.source)) return null;
    return {
      conditions: [condition("destination-local", true, { destination: tuple.destination.address })],
      changes: [],
      risk: { level: "low", why: "deploy-needed" },
      settings: [],
    };
  },
});
