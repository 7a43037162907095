import type { Snapshot } from "../host/snapshot.ts";
import { platformHold } from "./hold-time.ts";
import { outlookOf } from "./outlook.ts";
import { useOfTuple } from "./port-use.ts";

/**
 * New connections per second ÷ the rate that the ports can bear for ever, the worst of a snapshot's tuples: over 1 the ports
 * will be gone, however many are free now. Null where no tuple tells both.
 */
export function rateOverCeiling({ host, windows, namespaces }: Snapshot): number | null {
  const platform = platformHold(host.os, windows);
  let worst: number | null = null;
  for (const namespace of namespaces) {
    for (const tuple of namespace.tuples) {
      // Nothing was opened: whatever the ceiling, the rate is none of it.
      if (tuple.opensPerSecond === 0 && tuple.closesPerSecond.every((rate) => rate === 0)) {
        worst ??= 0;
        continue;
      }
      const { opensPerSecond, ceilingPerSecond } = outlookOf(useOfTuple(host.os, namespace, tuple, platform));
      if (!opensPerSecond.isKnown || !ceilingPerSecond?.isKnown || ceilingPerSecond.value <= 0) continue;
      worst = Math.max(worst ?? 0, opensPerSecond.value / ceilingPerSecond.value);
    }
  }
  return worst;
}
