import { processKnown } from "../conditions.ts";
import { defineRemedy } from "../remedy.ts";

/** A socket that is bound and never connected or closed keeps its port from everyone. */
export const fixBound = defineRemedy({
  id: "fix-bound",
  step: "repair",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  causes: ["leak-bound"],

  propose: ({ culprit }) => ({
    conditions: [processKnown(culprit)],
    changes: [{ kind: "close-leak", what: "bound" }],
    risk: { level: "low", why: "restart-needed" },
    settings: [],
  }),
});
