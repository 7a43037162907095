import { findFolklore } from "../folklore.ts";
import { defineRemedy } from "../remedy.ts";

/** What does harm goes first, wherever it stands. */
export const removeHarmfulSetting = defineRemedy({
  id: "remove-harmful-setting",
  step: "repair",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  causes: ["harmful-sysctl"],

  propose: ({ snapshot }) => {
    const harmful = findFolklore(snapshot).filter(({ effect }) => effect === "harmful");
    const settings = harmful.map(({ key, value, file }) => ({ kind: "remove-setting" as const, key, value, file }));
    return settings.length === 0 ? null : { conditions: [], changes: [], risk: { level: "low", why: "none" }, settings };
  },
});
