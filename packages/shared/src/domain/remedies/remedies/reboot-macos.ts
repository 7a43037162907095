import { condition } from "../conditions.ts";
import { defineRemedy } from "../remedy.ts";

/** The kernel's millisecond counter of 32 bits overflows after this long. */
const OVERFLOW_MS = 2 ** 32;

/** Where the TCP clock stands still, TIME_WAIT never ends until the next start. */
export const rebootMacos = defineRemedy({
  id: "reboot-macos",
  step: "repair",
  platforms: ["darwin"],
  causes: ["os-bug-macos-tcp_now"],

  propose: ({ snapshot: { host } }) => ({
    conditions: [
      condition("up-for-long", host.uptimeMs === undefined ? null : host.uptimeMs >= OVERFLOW_MS, {
        days: Math.floor((host.uptimeMs ?? 0) / 86_400_000),
      }),
    ],
    changes: [],
    risk: { level: "medium", why: "reboot-needed" },
    settings: [],
  }),
});
