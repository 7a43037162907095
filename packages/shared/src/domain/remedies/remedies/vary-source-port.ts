import { processKnown } from "../conditions.ts";
import { defineRemedy } from "../remedy.ts";

/** One fixed source port is one connection to a destination, and none for the minute after it. */
export const varySourcePort = defineRemedy({
  id: "vary-source-port",
  step: "repair",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  causes: ["fixed-source-port"],

  propose: ({ culprit }) => ({
    conditions: [processKnown(culprit)],
    changes: [],
    risk: { level: "low", why: "deploy-needed" },
    settings: [],
  }),
});
