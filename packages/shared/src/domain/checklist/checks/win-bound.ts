import type { Snapshot } from "../../host/snapshot.ts";
import type { WindowsNetwork } from "../../host/windows.ts";
import { intervalSize } from "../../network/port-interval.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts } from "../check.ts";
import { outcomeOf } from "../outcome.ts";
import type { Rule } from "../rule.ts";

/** A client that binds before it connects has some; so many at once are sockets that nobody closes. */
const PORTS_OF_PROCESS_MAX = 1_000;
const POOL_RATIO_MAX = 0.5;

/** Ports that processes have bound and never connected: Windows shows them as BOUND, and only where it is asked for them. */
export const winBound = defineCheck({
  id: "win-bound",
  number: 22,
  founding: null,
  needs: { parts: ["windows"], minutes: 0 },
  platforms: ["windows"],

  evaluate({ current }: Facts): CheckOutcome {
    const { bound } = current.windows!;
    if (bound === null) {
      const gap = current.gaps.find(({ part }) => part === "boundInactive");
      return outcomeOf({
        causes: [{ kind: "gap", part: "boundInactive", reason: gap?.reason ?? "unsupported", hint: gap?.hint ?? "" }],
      });
    }
    const total = bound.reduce((sum, { ports }) => sum + ports, 0);
    const capacity = capacityOf(current);
    const isShare = capacity !== null && total / capacity > POOL_RATIO_MAX;
    const leaks = bound.filter(({ ports }) => ports > PORTS_OF_PROCESS_MAX);
    const [most] = bound;
    return outcomeOf({
      fail: isShare ? [{ ...base("bound-pool-share", total / capacity, POOL_RATIO_MAX, { total, capacity }), unit: "ratio" }] : [],
      warn: leaks.map((each) => processEvidence("bound-process", each, PORTS_OF_PROCESS_MAX)),
      notes: leaks.length === 0 && most ? [processEvidence("bound-is", most, null)] : [],
    });
  },
});

/** What can be given out, or the whole range where the excluded blocks are not known; null where the range was not read. */
function capacityOf({ windows, namespaces }: Snapshot): number | null {
  const range = windows?.dynamic.tcp4;
  if (!range) return null;
  const [own] = namespaces;
  return own?.capacity ?? intervalSize(range);
}

const base = (rule: Rule, observed: number, limit: number | null, figures: Record<string, number | string>): Evidence => ({
  subject: "BOUND",
  namespaceId: null,
  observed,
  limit,
  unit: "sockets",
  rule,
  figures,
});

function processEvidence(rule: Rule, { pid, process, ports, handles }: NonNullable<WindowsNetwork["bound"]>[number], limit: number | null) {
  const figures = { pid: String(pid), ...(handles === null ? {} : { handles }) };
  return { ...base(rule, ports, limit, figures), subject: process ?? `PID ${pid}` };
}
