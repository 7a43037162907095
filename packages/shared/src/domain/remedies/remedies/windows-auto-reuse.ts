import { condition } from "../conditions.ts";
import { defineRemedy } from "../remedy.ts";

const PORTS = { low: 20_000, high: 47_999 };

/** Ports that Windows shares between destinations, as other systems do by themselves. */
export const windowsAutoReuse = defineRemedy({
  id: "windows-auto-reuse",
  step: "scale",
  platforms: ["windows"],
  causes: ["range-size", "bind-before-connect", "long-lived-connections"],

  propose: ({ snapshot: { windows }, namespace }) => {
    const present = windows?.autoReuse ?? null;
    const destinations = namespace.tuples.length + namespace.otherTuples.count;
    return {
      conditions: [
        condition("not-set-already", present === null ? null : present === "off", { mode: "auto-reuse" }),
        condition("spread-over-destinations", destinations === 0 ? null : destinations > 1, { destinations }),
      ],
      changes: [],
      risk: { level: "medium", why: "reboot-needed" },
      settings: [{ kind: "auto-reuse", ports: PORTS, present }],
    };
  },
});
