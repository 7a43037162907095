import type { Evidence } from "../../checklist/check.ts";
import type { Rule } from "../../checklist/rule.ts";
import type { Conntrack } from "../../host/snapshot.ts";
import { logEvidence } from "../refusals.ts";
import { say, unreadPart } from "../say.ts";
import { linesOf } from "../signs.ts";
import { defineCause, excluded, possible, undecided, type Weighing } from "../weighing.ts";

/** So close to its maximum, the table has already dropped or will within the minute. */
const FULL_SHARE = 0.98;

/** The connection tracking table has no entry left: packets of new connections are dropped, whatever ports are free. */
export const conntrackFull = defineCause({
  id: "conntrack-full",
  platforms: ["linux"],
  explains: ["snat-outside-host"],

  weigh(signs): Weighing {
    const { conntrack, gaps } = signs.current;
    const lines = linesOf(signs, "conntrack-full").map(logEvidence);
    const exceeded = (signs.current.allowances ?? []).find(({ conntrackExceeded }) => (conntrackExceeded ?? 0) > 0);
    if (exceeded)
      return possible("strong", 0, [
        say("cause-allowance", { subject: exceeded.interface, observed: exceeded.conntrackExceeded ?? 0, unit: "packets" }),
      ]);
    if (conntrack === null) {
      if (lines.length > 0) return possible("strong", 0, lines.slice(0, 2));
      const isAbsent = gaps.some(({ part, reason }) => part === "conntrack" && reason === "absent");
      const unread = unreadPart(signs.current, "conntrack");
      return isAbsent ? excluded(unread) : undecided(unread);
    }
    const share = conntrack.max === 0 ? 0 : conntrack.count / conntrack.max;
    const dropped = (conntrack.drops?.dropped ?? 0) + (conntrack.drops?.earlyDropped ?? 0);
    const drops = dropped > 0 ? [say("cause-conntrack-drops", { observed: dropped, unit: "packets" })] : [];
    const evidence = [tableEvidence(conntrack, "conntrack-use", share), ...drops, ...lines.slice(0, 1)];
    const isFailing = lines.length > 0 || dropped > 0;
    if (share >= FULL_SHARE || (isFailing && share > signs.policy.conntrack.warnRatio)) return possible("proof", 0, evidence);
    if (share > signs.policy.conntrack.failRatio) return possible("strong", 0, evidence);
    if (lines.length > 0) return possible("likely", 0, [...lines.slice(0, 1), tableEvidence(conntrack, "conntrack-is", share)]);
    if (share > signs.policy.conntrack.warnRatio) return possible("hint", 0, evidence);
    return excluded(tableEvidence(conntrack, conntrack.max === 0 ? "conntrack-unlimited" : "conntrack-is", share));
  },
});

const tableEvidence = ({ count, max }: Conntrack, rule: Rule, share: number): Evidence =>
  say(rule, { subject: "nf_conntrack", observed: share, unit: "ratio", figures: { count, max } });
