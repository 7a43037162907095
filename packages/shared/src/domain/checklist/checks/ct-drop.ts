import type { Snapshot } from "../../host/snapshot.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts, type History, type UnknownCause } from "../check.ts";
import { outcomeOf } from "../outcome.ts";
import type { Rule } from "../rule.ts";

const DROP_MINUTES = 5;
const CLASH_MINUTES = 10;
/** Two flows that were given the same source port at once: a few are the race that every masquerading host has. */
const CLASHES_PER_SECOND = 0.1;

/** New connections that connection tracking dropped: a full table, or a clash of source ports behind masquerading. */
export const ctDrop = defineCheck({
  id: "ct-drop",
  number: 13,
  founding: null,
  needs: { parts: ["conntrack"], minutes: CLASH_MINUTES },
  platforms: ["linux"],
  absentMeans: "conntrack-not-loaded",

  evaluate({ current, history }: Facts): CheckOutcome {
    const dropped = totalsOf(current, history, DROP_MINUTES);
    const clashed = totalsOf(current, history, CLASH_MINUTES);
    const full = tableFullLines(current);
    const drops = dropped ? dropped.dropped + dropped.earlyDropped : 0;
    const clashesPerSecond = clashed && clashed.seconds > 0 ? clashed.insertFailed / clashed.seconds : 0;
    const isClashing = clashesPerSecond > CLASHES_PER_SECOND;
    return outcomeOf({
      fail: [
        ...(drops > 0 ? [evidence("conntrack-dropped", drops, "packets", 0)] : []),
        ...(full > 0 ? [evidence("conntrack-full-logged", full, "entries", 0)] : []),
      ],
      warn: isClashing ? [evidence("conntrack-clashes", round(clashesPerSecond), "perSecond", CLASHES_PER_SECOND)] : [],
      notes: isClashing && masqueradesInOrder(current) ? [evidence("conntrack-masquerade", 0, "setting", null)] : [],
      causes: dropped === null ? [whyUncounted(current)] : [],
    });
  },
});

interface Totals {
  dropped: number;
  earlyDropped: number;
  insertFailed: number;
  seconds: number;
}

/**
 * What was counted in the last minutes, or since the earliest snapshot of them: the difference of two totals, whatever was
 * thinned out between. Null without an earlier total, or where the counters began anew.
 */
function totalsOf(current: Snapshot, { snapshots }: History, minutes: number): Totals | null {
  const fromMs = current.capturedAtMs - minutes * 60_000;
  const now = current.conntrack?.dropTotals;
  const first = snapshots.findLast(({ capturedAtMs, conntrack }) => capturedAtMs <= fromMs && conntrack?.dropTotals !== undefined);
  const earlier = first ?? snapshots.find(({ conntrack }) => conntrack?.dropTotals !== undefined);
  const before = earlier?.conntrack?.dropTotals;
  if (!now || !earlier || !before)
    return current.conntrack?.drops ? { ...current.conntrack.drops, seconds: (current.windowMs ?? 0) / 1000 } : null;
  const since = {
    dropped: now.dropped - before.dropped,
    earlyDropped: now.earlyDropped - before.earlyDropped,
    insertFailed: now.insertFailed - before.insertFailed,
  };
  if (Object.values(since).some((count) => count < 0)) return null;
  return { ...since, seconds: (current.capturedAtMs - earlier.capturedAtMs) / 1000 };
}

/** Counters that this kernel does not show will not come with a second snapshot. */
const whyUncounted = ({ conntrack }: Snapshot): UnknownCause =>
  conntrack?.dropTotals === undefined
    ? { kind: "gap", part: "conntrack", reason: "unsupported", hint: "/proc/net/stat/nf_conntrack" }
    : { kind: "needs", what: "second-snapshot" };

const tableFullLines = ({ logs = [], capturedAtMs }: Snapshot): number =>
  logs
    .filter(({ signature, lastMs }) => signature === "conntrack-full" && lastMs !== null && lastMs >= capturedAtMs - DROP_MINUTES * 60_000)
    .reduce((sum, { count }) => sum + count, 0);

/** The host chooses masqueraded ports one after another, which is what makes two flows meet. */
const masqueradesInOrder = ({ namespaces }: Snapshot): boolean =>
  namespaces.some(({ firewall = [] }) => firewall.some(({ masquerade }) => masquerade !== null && !masquerade.randomFully));

const round = (value: number): number => Math.round(value * 100) / 100;

const evidence = (rule: Rule, observed: number, unit: Evidence["unit"], limit: number | null): Evidence => ({
  subject: "nf_conntrack",
  namespaceId: null,
  observed,
  limit,
  unit,
  rule,
});
