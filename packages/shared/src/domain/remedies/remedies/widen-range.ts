import type { OperatingSystem } from "../../host/operating-system.ts";
import { intervalSize, PORT_MAX, type PortInterval } from "../../network/port-interval.ts";
import { formatPorts } from "../../platforms/commands/format-ports.ts";
import type { Change } from "../../ports/simulate-change.ts";
import { planOf } from "../../ports/simulate-change.ts";
import { reservable } from "../collisions.ts";
import { condition } from "../conditions.ts";
import { defineRemedy } from "../remedy.ts";
import { settingsOfChanges } from "../settings-of-changes.ts";

/** Above the ports that services are commonly given. */
const LOW = 15_000;
/** On Linux ends of different parity; the last ports stay free for those who bind to them. */
const HIGH: Record<OperatingSystem, number> = { linux: 64_999, windows: PORT_MAX, darwin: PORT_MAX, freebsd: PORT_MAX };

/** More ports for every tuple. What would collide is reserved with it where the system can, else the range begins above it. */
export const widenRange = defineRemedy({
  id: "widen-range",
  step: "widen",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  causes: [
    "short-connections-one-destination",
    "benchmark-one-destination",
    "bind-before-connect",
    "range-size",
    "long-lived-connections",
    "kernel-port-search",
  ],

  propose: (context) => {
    const { present, os, listeners } = context;
    if (!present) return null;
    const wide = widerRange(present.range, os);
    const collide = (changes: readonly Change[]) => context.collisionsWith(planOf(present, changes));
    const services = reservable(collide([{ kind: "set-range", range: wide }]));
    const range = os === "linux" ? wide : above(services, wide, present.range);
    const hasRoom = intervalSize(range) > intervalSize(present.range);
    const reserve = os === "linux" ? services : [];
    const changes: Change[] = [{ kind: "set-range", range }, ...(reserve.length > 0 ? [{ kind: "reserve" as const, ports: reserve }] : [])];
    const blocking = collide(changes).filter(({ severity }) => severity === "blocks");
    const ports = formatPorts(reservable(blocking));
    return {
      conditions: [
        condition("range-has-room", hasRoom, { ports: intervalSize(present.range) }),
        condition("listeners-known", listeners === null ? null : true),
        condition("no-collisions", blocking.length === 0, { collisions: blocking.length, ports, reserved: formatPorts(reserve) }),
      ],
      changes: hasRoom ? changes : [],
      risk: { level: "medium", why: "listeners-collide" },
      settings: hasRoom ? settingsOfChanges(os, present, changes, context.known) : [],
    };
  },
});

/** Begins above the services below the present range: no reserved list keeps their ports there. */
function above(services: readonly PortInterval[], wide: PortInterval, present: PortInterval): PortInterval {
  const highest = Math.max(0, ...services.filter(({ high }) => high < present.low).map(({ high }) => high));
  return { low: Math.max(wide.low, Math.min(present.low, highest + 1)), high: wide.high };
}

/** The present range stretched over the usual wide one; of even size where that matters. */
function widerRange(present: PortInterval, os: OperatingSystem): PortInterval {
  const wide = { low: Math.min(present.low, LOW), high: Math.max(present.high, HIGH[os]) };
  const isOdd = os === "linux" && intervalSize(wide) % 2 === 1;
  return isOdd ? { low: wide.low, high: wide.high > present.high ? wide.high - 1 : Math.min(PORT_MAX, wide.high + 1) } : wide;
}
