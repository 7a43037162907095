import { defineRemedy } from "../remedy.ts";

/** An address of a family that the host or the container does not have is refused with the same error as a lack of ports. */
export const useOtherFamily = defineRemedy({
  id: "use-other-family",
  step: "repair",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  causes: ["address-family"],

  propose: () => ({ conditions: [], changes: [], risk: { level: "low", why: "deploy-needed" }, settings: [] }),
});
