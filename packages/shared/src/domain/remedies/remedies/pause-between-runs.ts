import { defineRemedy } from "../remedy.ts";

/** The TIME_WAIT of one run of a load generator is over before the next begins. */
export const pauseBetweenRuns = defineRemedy({
  id: "pause-between-runs",
  step: "reuse",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  causes: ["benchmark-one-destination"],

  propose: ({ tuple }) =>
    tuple && tuple.timeWait > 0 ? { conditions: [], changes: [], risk: { level: "low", why: "none" }, settings: [] } : null,
});
