import { logEvidence } from "../refusals.ts";
import { say, unreadPart } from "../say.ts";
import { linesOf, type Signs } from "../signs.ts";
import { inState } from "../state-counts.ts";
import { defineCause, excluded, possible, undecided, type Weighing } from "../weighing.ts";

/** Share of tcp_max_tw_buckets that counts as having met it. */
const MET_SHARE = 0.98;

/** At tcp_max_tw_buckets the kernel destroys TIME_WAIT entries at once: ports come back early, and late segments may meet a new connection. */
export const timeWaitBucketLimit = defineCause({
  id: "time-wait-bucket-limit",
  platforms: ["linux"],
  explains: [],

  weigh(signs): Weighing {
    const lines = linesOf(signs, "time-wait-overflow").map(logEvidence);
    const overflow = signs.current.counters?.timeWaitOverflow ?? 0;
    const tightest = tightestLimit(signs);
    const limit = tightest?.limit ?? null;
    const timeWait = tightest?.timeWait ?? inState(signs, "timeWait");
    const seen = say("cause-overflow", { observed: overflow, ...(limit === null ? {} : { limit }), figures: { timeWait } });
    if (overflow > 0) return possible("strong", 0, [seen, ...lines.slice(0, 1)]);
    if (lines.length > 0) return possible("strong", 0, lines.slice(0, 2));
    if (limit !== null && limit > 0 && timeWait >= MET_SHARE * limit) return possible("likely", 0, [seen]);
    if (signs.current.counters === null && limit === null) return undecided(unreadPart(signs.current, "counters"));
    return excluded(seen);
  },
});

/** The namespace that is nearest to its limit: each has one of its own. */
function tightestLimit({ current }: Signs): { limit: number; timeWait: number } | null {
  const known = current.namespaces.flatMap(({ settings, tcpStates }) => {
    const limit = settings.tcpMaxTwBuckets;
    return limit === null || tcpStates === null ? [] : [{ limit, timeWait: tcpStates.v4.timeWait + tcpStates.v6.timeWait }];
  });
  return known.toSorted((a, b) => b.timeWait / Math.max(1, b.limit) - a.timeWait / Math.max(1, a.limit))[0] ?? null;
}
