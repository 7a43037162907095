import { condition } from "../conditions.ts";
import { defineRemedy } from "../remedy.ts";

/** A port that an administrator has excluded first is taken neither by clients nor by the blocks of Hyper-V and WinNAT. */
export const excludePortWindows = defineRemedy({
  id: "exclude-port-windows",
  step: "reserve",
  platforms: ["windows"],
  causes: ["listener-in-range", "excluded-range"],

  propose: ({ snapshot, namespace }) => {
    const port =
      snapshot.logs?.find(({ port }) => port !== null)?.port ?? namespace.listeners.find(({ isReserved }) => !isReserved)?.port ?? null;
    return {
      conditions: [condition("port-known", port === null ? null : true, { ports: port ?? "" })],
      changes: [],
      risk: { level: "medium", why: "containers-cut" },
      settings: port === null ? [] : [{ kind: "excluded-ports", protocol: "tcp", ports: { low: port, high: port } }],
    };
  },
});
