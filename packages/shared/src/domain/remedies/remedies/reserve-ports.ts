import { exposedListeners } from "../../checklist/exposed-listeners.ts";
import { includesPort, normalizeIntervals, type PortInterval } from "../../network/port-interval.ts";
import { formatPorts } from "../../platforms/commands/format-ports.ts";
import { withoutPorts } from "../collisions.ts";
import { condition } from "../conditions.ts";
import { defineRemedy, type RemedyContext } from "../remedy.ts";
import { settingsOfChanges } from "../settings-of-changes.ts";

/** The kernel gives a reserved port to nobody who does not ask for that very one. */
export const reservePorts = defineRemedy({
  id: "reserve-ports",
  step: "reserve",
  platforms: ["linux"],
  causes: ["listener-in-range", "server-side-time-wait"],

  propose: (context) => {
    const { present } = context;
    const ports = servicePorts(context);
    if (!present || ports.length === 0) return null;
    const changes = [{ kind: "reserve" as const, ports }];
    return {
      conditions: [condition("port-known", true, { ports: formatPorts(ports) })],
      changes,
      risk: { level: "low", why: "fewer-ports" },
      settings: settingsOfChanges(context.os, present, changes, context.known),
    };
  },
});

/** Ports of the range that services listen on, were refused, or have as NodePorts, and that are not reserved yet. */
export function servicePorts({ namespace, snapshot, present }: RemedyContext): PortInterval[] {
  if (!present) return [];
  const { kubernetes, logs = [], published = [], services = [] } = snapshot;
  const isHost = namespace.kind === "host";
  const single = (port: number): PortInterval => ({ low: port, high: port });
  const wanted = [
    ...exposedListeners(namespace)
      .filter(({ protocol }) => protocol === "tcp")
      .map(({ port }) => single(port)),
    ...logs.flatMap(({ signature, port }) => (signature === "bind-address-in-use" && port !== null ? [single(port)] : [])),
    ...(isHost && kubernetes ? [kubernetes.nodePortRange] : []),
    ...(isHost ? published.map(({ port }) => single(port)) : []),
    ...services.flatMap(({ configured }) => configured ?? []),
  ];
  const open = withoutPorts(wanted, present.reserved).flatMap(({ low, high }) => {
    const clipped = { low: Math.max(low, present.range.low), high: Math.min(high, present.range.high) };
    return clipped.low <= clipped.high && includesPort([present.range], clipped.low) ? [clipped] : [];
  });
  return normalizeIntervals(open);
}
