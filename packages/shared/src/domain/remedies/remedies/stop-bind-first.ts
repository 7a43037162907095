import { processKnown } from "../conditions.ts";
import { defineRemedy } from "../remedy.ts";

/** A port that connect() chooses is shared between destinations; one that bind() took is lost to everyone, its TIME_WAIT included. */
export const stopBindFirst = defineRemedy({
  id: "stop-bind-first",
  step: "repair",
  platforms: ["linux"],
  causes: ["bind-before-connect"],

  propose: ({ culprit }) => ({
    conditions: [processKnown(culprit)],
    changes: [{ kind: "no-port" }],
    risk: { level: "low", why: "deploy-needed" },
    settings: [{ kind: "no-port", runtime: culprit.runtime }],
  }),
});
