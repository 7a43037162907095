import type { Snapshot } from "../../host/snapshot.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts, type History } from "../check.ts";
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
      causes: dropped === null ? [{ kind: "needs", what: "second-snapshot" }] : [],
    });
  },
});

interface Totals {
  dropped: number;
  earlyDropped: number;
  insertFailed: number;
  seconds: number;
}

/** What was counted in the last minutes; history may be thinned out, so it is no more than what happened. Null where nothing was counted. */
function totalsOf(current: Snapshot, { snapshots }: History, minutes: number): Totals | null {
  const fromMs = current.capturedAtMs - minutes * 60_000;
  const counted = [...snapshots, current].filter(({ capturedAtMs, conntrack }) => capturedAtMs >= fromMs && conntrack?.drops !== undefined);
  if (counted.length === 0) return null;
  const sum = (amount: (snapshot: Snapshot) => number) => counted.reduce((total, each) => total + amount(each), 0);
  return {
    dropped: sum(({ conntrack }) => conntrack?.drops?.dropped ?? 0),
    earlyDropped: sum(({ conntrack }) => conntrack?.drops?.earlyDropped ?? 0),
    insertFailed: sum(({ conntrack }) => conntrack?.drops?.insertFailed ?? 0),
    seconds: sum(({ windowMs }) => (windowMs ?? 0) / 1000),
  };
}

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
