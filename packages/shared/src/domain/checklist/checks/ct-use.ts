import type { Conntrack, Snapshot } from "../../host/snapshot.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts } from "../check.ts";
import { outcomeOf, overThreshold } from "../outcome.ts";
import type { Rule } from "../rule.ts";

/** Use of the connection tracking table, which drops new connections once it is full, whatever ports are left. */
export const ctUse = defineCheck({
  id: "ct-use",
  number: 12,
  founding: null,
  needs: { parts: ["conntrack"], minutes: 0 },
  platforms: ["linux"],
  absentMeans: "conntrack-not-loaded",

  evaluate({ current, policy }: Facts): CheckOutcome {
    const conntrack = readConntrack(current);
    // The kernel compares only where nf_conntrack_max is not 0 (net/netfilter/nf_conntrack_core.c).
    if (conntrack.max === 0) return outcomeOf({ notes: [evidence(conntrack, "conntrack-unlimited", null)] });

    const over = overThreshold([conntrack], usedShare, policy.conntrack, (each, limit) => evidence(each, "conntrack-use", limit));
    return outcomeOf({ ...over, notes: over.fail.length + over.warn.length === 0 ? [evidence(conntrack, "conntrack-is", null)] : [] });
  },
});

/** The engine asks only where the part was read. */
const readConntrack = ({ conntrack }: Snapshot): Conntrack => conntrack!;

const usedShare = ({ count, max }: Pick<Conntrack, "count" | "max">): number => (max === 0 ? 0 : count / max);

const evidence = ({ count, max, buckets }: Conntrack, rule: Rule, limit: number | null): Evidence => ({
  subject: "nf_conntrack",
  namespaceId: null,
  observed: usedShare({ count, max }),
  limit,
  unit: "ratio",
  rule,
  figures: { count, max, ...(buckets === null ? {} : { buckets }) },
});
