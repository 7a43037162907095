import { defineRemedy } from "../remedy.ts";

/** The ports that run out are the gateway's, not the host's: nothing on the host adds to them. */
export const natCapacity = defineRemedy({
  id: "nat-capacity",
  step: "repair",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  causes: ["snat-outside-host"],

  propose: () => ({ conditions: [], changes: [], risk: { level: "low", why: "none" }, settings: [] }),
});
