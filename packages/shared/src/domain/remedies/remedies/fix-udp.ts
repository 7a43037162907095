import { processKnown } from "../conditions.ts";
import { defineRemedy } from "../remedy.ts";

/** A UDP socket has its port to itself until it is closed, whatever it talks to. */
export const fixUdp = defineRemedy({
  id: "fix-udp",
  step: "repair",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  causes: ["udp-leak"],

  propose: ({ culprit }) => ({
    conditions: [processKnown(culprit)],
    changes: [],
    risk: { level: "low", why: "restart-needed" },
    settings: [],
  }),
});
