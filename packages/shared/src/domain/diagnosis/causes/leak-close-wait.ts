import type { NamespaceSnapshot } from "../../host/snapshot.ts";
import { bestOf } from "../best-of.ts";
import { few, say, unreadPart } from "../say.ts";
import { type Signs, statusOf } from "../signs.ts";
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
    const found = bestOf(signs.current.namespaces.map((namespace) => leakIn(signs, namespace)));
    return found ?? excluded(few("close-wait", Math.max(0, ...signs.current.namespaces.map(closeWaitOf))));
  },
});

function leakIn(signs: Signs, namespace: NamespaceSnapshot): Weighing {
  const sockets = closeWaitOf(namespace);
  if (sockets < LEAK_LEAST) return excluded();
  const share = sockets / (sockets + establishedOf(namespace));
  const evidence = [
    say("cause-close-wait", { subject: holderOf(namespace), namespace, observed: sockets, unit: "sockets", figures: { share } }),
  ];
  const { churn, history } = signs;
  const status = statusOf(signs, "closewait");
  const isBeside = churn !== null && churn.strength !== "hint" && churn.destination.namespace === namespace;
  if (isBeside && sockets < BESIDE_CHURN * churn.destination.waiting) return possible("hint", sockets, evidence);
  // Half an hour of history has seen them come and go.
  if (history.minutes >= HISTORY_MINUTES && status === "pass") return possible("hint", sockets, evidence);
  const isJudged = status === "warn" || status === "fail";
  if (sockets >= LEAK_SURE && (share >= SHARE_LEAST || isJudged)) return possible("strong", sockets, evidence);
  return possible(isJudged || share >= SHARE_LEAST ? "likely" : "hint", sockets, evidence);
}

/** By state, or by tuple where a listing tells no more. */
const closeWaitOf = ({ tcpStates, tuples }: NamespaceSnapshot): number =>
  Math.max(
    tcpStates ? tcpStates.v4.closeWait + tcpStates.v6.closeWait : 0,
    tuples.reduce((sum, { closeWait }) => sum + closeWait, 0),
  );

const establishedOf = ({ tcpStates, tuples }: NamespaceSnapshot): number =>
  Math.max(
    tcpStates ? tcpStates.v4.established + tcpStates.v6.established : 0,
    tuples.reduce((sum, { established }) => sum + established, 0),
  );

/** The process with most of them, where processes were read. */
const holderOf = ({ processes }: NamespaceSnapshot): string =>
  processes.filter(({ closeWait }) => closeWait > 0).toSorted((a, b) => b.closeWait - a.closeWait)[0]?.name ?? "";
