import type { WindowsNetwork } from "../../host/windows.ts";
import { isBefore } from "../../platforms/default-range.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts, type UnknownCause } from "../check.ts";
import { outcomeOf } from "../outcome.ts";
import type { Rule } from "../rule.ts";
import { namespaceFigure } from "../subject.ts";
import { usedRatio } from "../used-ratio.ts";

/** What Windows has for sharing ports between destinations, and for the time that it keeps them. */
export const winReuse = defineCheck({
  id: "win-reuse",
  number: 23,
  founding: null,
  needs: { parts: ["windows", "tcp", "range"], minutes: 0 },
  platforms: ["windows"],
  standsOnPart: true,

  evaluate({ current, policy }: Facts): CheckOutcome {
    const network = current.windows!;
    const { autoReuse, timedWaitSeconds } = network;
    // Windows 8.1 and Server 2012 R2 can, with KB3149157; before, the option does not exist.
    const canShare = !isBefore(current.host.kernel, 6, 3);
    const tight = current.namespaces.flatMap((namespace): Evidence[] => {
      const { capacity, tcpPortsInRange } = namespace;
      if (capacity === null || tcpPortsInRange === null) return [];
      const observed = usedRatio({ used: tcpPortsInRange, capacity });
      if (observed <= policy.host.warnRatio) return [];
      return [
        {
          ...evidence("auto-reuse-would-help", observed, policy.host.warnRatio, {
            ...namespaceFigure(namespace),
            used: tcpPortsInRange,
            capacity,
          }),
          namespaceId: namespace.id,
          unit: "ratio",
        },
      ];
    });
    const missing: UnknownCause = { kind: "gap", part: "windows", reason: "unsupported", hint: "Get-NetTCPSetting was not read" };
    return outcomeOf({
      warn: autoReuse === "off" && canShare ? tight : [],
      notes: [...reuseNote(autoReuse), ...waitNote(timedWaitSeconds)],
      causes: autoReuse === null ? [missing] : [],
    });
  },
});

const reuseNote = (autoReuse: WindowsNetwork["autoReuse"]): Evidence[] => {
  if (autoReuse === null) return [];
  if (autoReuse === "off") return [evidence("auto-reuse-is", 0, null, { isOff: 1 })];
  const { low, high } = autoReuse;
  return [evidence("auto-reuse-is", high - low + 1, null, { isOff: 0, reuseLow: low, reuseHigh: high })];
};

const waitNote = (seconds: WindowsNetwork["timedWaitSeconds"]): Evidence[] =>
  seconds === null
    ? []
    : [evidence("timed-wait-is", seconds === "default" ? 0 : seconds, null, { isDefault: seconds === "default" ? 1 : 0 })];

const evidence = (rule: Rule, observed: number, limit: number | null, figures: Record<string, number | string>): Evidence => ({
  subject: "AutoReusePortRange",
  namespaceId: null,
  observed,
  limit,
  unit: "setting",
  rule,
  figures,
});
