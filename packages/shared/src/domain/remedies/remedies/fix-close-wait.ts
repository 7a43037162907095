import { processKnown } from "../conditions.ts";
import { defineRemedy } from "../remedy.ts";

/** A socket in CLOSE_WAIT waits for its own program to close it, for ever if need be; nothing else can. */
export const fixCloseWait = defineRemedy({
  id: "fix-close-wait",
  step: "repair",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  causes: ["leak-close-wait"],

  propose: ({ culprit }) => ({
    conditions: [processKnown(culprit)],
    changes: [{ kind: "close-leak", what: "close-wait" }],
    risk: { level: "low", why: "restart-needed" },
    settings: [],
  }),
});
