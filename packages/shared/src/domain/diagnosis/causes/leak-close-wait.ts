import { few, say, unreadPart } from "../say.ts";
import { type Signs, statusOf } from "../signs.ts";
import { inState } from "../state-counts.ts";
import { defineCause, excluded, possible, undecided, type Weighing } from "../weighing.ts";

/** Below this, a burst of normal disconnects looks the same as a leak (closewait). */
const LEAK_LEAST = 50;
/** So many at once are a leak without any history. */
const LEAK_SURE = 200;
/** Share of the connections that are open on this side. */
const SHARE_LEAST = 0.3;
/** A leak that holds so few of the ports beside TIME_WAIT is not what fills them. */
const BESIDE_CHURN = 0.1;

/** So long does the check look before it says that nothing leaks. */
const HISTORY_MINUTES = 30;

/** The peer has closed, the application has not: such a socket stays until the process ends. */
export const leakCloseWait = defineCause({
  id: "leak-close-wait",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  explains: [
    "file-descriptors",
    "long-lived-connections",
    "leak-established",
    "range-size",
    "benchmark-one-destination",
    "kernel-port-search",
  ],

  weigh(signs): Weighing {
    if (!signs.isAnyRead) return undecided(unreadPart(signs.current, "tcp"));
    const sockets = inState(signs, "closeWait") || signs.destinations.reduce((sum, { tuple }) => sum + tuple.closeWait, 0);
    const share = sockets / Math.max(1, sockets + establishedOf(signs));
    if (sockets < LEAK_LEAST) return excluded(few("close-wait", sockets));
    const evidence = [say("cause-close-wait", { subject: holderOf(signs), observed: sockets, unit: "sockets", figures: { share } })];
    const churn = signs.churn;
    if (churn && churn.strength !== "hint" && sockets < BESIDE_CHURN * churn.destination.waiting)
      return possible("hint", sockets, evidence);
    // Half an hour of history has seen them come and go.
    if (signs.history.minutes >= HISTORY_MINUTES && statusOf(signs, "closewait") === "pass") return possible("hint", sockets, evidence);
    const isJudged = ["warn", "fail"].includes(statusOf(signs, "closewait") ?? "");
    if (sockets >= LEAK_SURE && (share >= SHARE_LEAST || isJudged)) return possible("strong", sockets, evidence);
    return possible(isJudged || share >= SHARE_LEAST ? "likely" : "hint", sockets, evidence);
  },
});

const establishedOf = (signs: Signs): number =>
  Math.max(
    inState(signs, "established"),
    signs.destinations.reduce((sum, { tuple }) => sum + tuple.established, 0),
  );

/** The process with most of them, where processes were read. */
const holderOf = ({ current }: Signs): string =>
  current.namespaces
    .flatMap(({ processes }) => processes)
    .filter(({ closeWait }) => closeWait > 0)
    .toSorted((a, b) => b.closeWait - a.closeWait)[0]?.name ?? "";
