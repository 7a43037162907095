import { processKnown } from "../conditions.ts";
import { defineRemedy } from "../remedy.ts";

const LIMIT = 65_536;

/** Each socket is a file descriptor; a process out of them opens no connection, whatever ports there are. */
export const raiseDescriptors = defineRemedy({
  id: "raise-descriptors",
  step: "repair",
  platforms: ["linux", "darwin", "freebsd"],
  causes: ["file-descriptors"],

  propose: ({ namespace, culprit }) => {
    const limit = namespace.processes.find(({ name }) => name === culprit.process)?.descriptors?.limit ?? 0;
    return {
      conditions: [processKnown(culprit)],
      changes: [],
      risk: { level: "low", why: "restart-needed" },
      settings: [{ kind: "descriptors", unit: culprit.unit, limit: Math.max(LIMIT, 2 * limit) }],
    };
  },
});
