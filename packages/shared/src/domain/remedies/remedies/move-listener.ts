import { condition } from "../conditions.ts";
import { defineRemedy } from "../remedy.ts";
import { servicePorts } from "./reserve-ports.ts";

/** Below the range nobody is given the port of a service. */
export const moveListener = defineRemedy({
  id: "move-listener",
  step: "reserve",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  causes: ["listener-in-range", "excluded-range", "server-side-time-wait"],

  propose: (context) => {
    const port = servicePorts(context)[0]?.low ?? context.snapshot.logs?.find(({ port }) => port !== null)?.port ?? null;
    const below = context.present?.range.low ?? null;
    return {
      conditions: [condition("port-known", port === null ? null : true, { ports: port ?? "", below: below ?? "" })],
      changes: [],
      risk: { level: "medium", why: "clients-must-follow" },
      settings: [],
    };
  },
});
