import { processKnown } from "../conditions.ts";
import { defineRemedy } from "../remedy.ts";

/** What a pool of any size reaches soon: most requests find a connection that is open already. */
const REQUESTS_PER_CONNECTION = 20;

/** A connection that carries many requests takes one port for all of them. */
export const reuseConnections = defineRemedy({
  id: "reuse-connections",
  step: "reuse",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  causes: [
    "short-connections-one-destination",
    "benchmark-one-destination",
    "pool-misconfigured",
    "range-size",
    "kernel-port-search",
    "conntrack-full",
    "snat-outside-host",
    "server-side-time-wait",
  ],

  propose: ({ tuple, culprit }) => ({
    conditions: [processKnown(culprit)],
    changes: tuple ? [{ kind: "pool", requestsPerConnection: REQUESTS_PER_CONNECTION }] : [],
    risk: { level: "low", why: "deploy-needed" },
    settings: [{ kind: "pooling", runtime: culprit.runtime }],
  }),
});
