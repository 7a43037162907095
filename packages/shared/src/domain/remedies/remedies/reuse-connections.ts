import type { Cause } from "../../diagnosis/cause.ts";
import type { Tuple } from "../../host/snapshot.ts";
import { condition, processKnown } from "../conditions.ts";
import { defineRemedy } from "../remedy.ts";

/** What a pool of any size reaches soon: most requests find a connection that is open already. */
const REQUESTS_PER_CONNECTION = 20;

/** Causes that lasting connections may have as well as short ones. */
const SHORT_OF_PORTS: readonly Cause[] = ["benchmark-one-destination", "range-size", "kernel-port-search", "unknown"];

/** Whether any connection comes and goes here: those that are held open are not made fewer by reuse. */
const isEnding = ({ timeWait, closesPerSecond }: Tuple): boolean => timeWait > 0 || closesPerSecond.some((rate) => rate > 0);

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

  propose: ({ diagnosis, tuple, culprit }) => ({
    conditions: [
      ...(tuple && SHORT_OF_PORTS.includes(diagnosis.cause)
        ? [condition("connections-end", isEnding(tuple), { live: tuple.established })]
        : []),
      processKnown(culprit),
    ],
    changes: tuple ? [{ kind: "pool", requestsPerConnection: REQUESTS_PER_CONNECTION }] : [],
    risk: { level: "low", why: "deploy-needed" },
    settings: [{ kind: "pooling", runtime: culprit.runtime }],
  }),
});
