import { processKnown } from "../conditions.ts";
import { defineRemedy } from "../remedy.ts";

/** Connections that nobody uses any more are open until somebody closes them. */
export const fixEstablished = defineRemedy({
  id: "fix-established",
  step: "repair",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  causes: ["leak-established"],

  propose: ({ culprit }) => ({
    conditions: [processKnown(culprit)],
    changes: [],
    risk: { level: "low", why: "restart-needed" },
    settings: [],
  }),
});
