import { tupleEvidence } from "../../checklist/tuple-evidence.ts";
import { usedRatio } from "../../checklist/used-ratio.ts";
import type { Tuple } from "../../host/snapshot.ts";
import { say, unreadPart } from "../say.ts";
import { defineCause, excluded, possible, undecided, type Weighing } from "../weighing.ts";

/**
 * connect() tries ports of one parity before the other (net/ipv4/inet_hashtables.c): with half of them gone, each call
 * searches that half in vain. A few ports of it are gone to others, so that it begins a little earlier.
 */
const HALF = 0.48;
/** Past this, ports are short and the search is the lesser trouble. */
const SHORT = 0.85;

/** Half of a tuple's ports are taken: connect() still succeeds and costs a hundred times as much CPU. */
export const kernelPortSearch = defineCause({
  id: "kernel-port-search",
  platforms: ["linux"],
  explains: ["long-lived-connections"],

  weigh(signs): Weighing {
    const placed = signs.current.namespaces.flatMap((namespace) => namespace.tuples.map((tuple) => ({ namespace, tuple })));
    const past = placed
      .filter(({ tuple }) => Math.min(usedRatio(tuple), ownRatio(tuple)) >= HALF)
      .toSorted((a, b) => usedRatio(b.tuple) - usedRatio(a.tuple));
    const [worst] = past;
    const room = say("cause-room", { observed: signs.fullest, unit: "ratio" });
    if (!worst) return signs.isRead ? excluded(room) : undecided(unreadPart(signs.current, "tcp"));
    const isRefused = signs.refusals.some(({ kind }) => kind === "connect-unavailable" || kind === "bind-in-use");
    const ratio = usedRatio(worst.tuple);
    const isShort = ratio > SHORT || isRefused || (!worst.tuple.headroom.unlimited && worst.tuple.headroom.best === 0);
    return possible(isShort ? "hint" : "strong", worst.tuple.used, [tupleEvidence(worst, "dest-past-half", 0.5)]);
  },
});

/** Where a pattern of ports alone says what is taken, only the tuple's own entries are sure to be in the way. */
function ownRatio({ headroom, capacity, established, synSent, closeWait, finWait, timeWait, reusableTimeWait }: Tuple): number {
  if (headroom.unlimited || headroom.low === headroom.high) return 1;
  const waiting = reusableTimeWait === 0 ? timeWait : 0;
  return (established + synSent + closeWait + finWait + waiting) / Math.max(1, capacity);
}
