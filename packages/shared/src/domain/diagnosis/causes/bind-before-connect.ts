import { usedRatio } from "../../checklist/used-ratio.ts";
import type { NamespaceSnapshot, Tuple } from "../../host/snapshot.ts";
import { bestOf } from "../best-of.ts";
import type { Refusal } from "../refusals.ts";
import { isForwarder } from "../runtimes.ts";
import { say, unreadPart } from "../say.ts";
import { isProvenToBind, isSeenToBind } from "../seen-to-bind.ts";
import type { Signs } from "../signs.ts";
import { defineCause, excluded, possible, undecided, type Weighing } from "../weighing.ts";

/** Envoy's inbound source in a sidecar: every connection to the application binds it first. */
const SIDECAR_SOURCE = "127.0.0.6";
/** A pool must be fuller than the fullest tuple by so much for the bind, not the destination, to be what runs out. */
const AHEAD_OF_TUPLES = 0.1;
/** Lines that name a bind() without a port, as clients that bind first write them. */
const FREE_PORT_LINE =
  /\bcommBind\b|(?:\d|\]):0\b(?!\.)|\bbind before connect\b|\bdial tcp\b|\bconnect(?:ing)?\b|\boutgoing\b|\bupstream\b|local=.*remote=/i;

/** Sockets take their port in bind(), before the destination is known: one pool for all destinations, and EADDRINUSE. */
export const bindBeforeConnect = defineCause({
  id: "bind-before-connect",
  platforms: ["linux", "windows", "darwin"],
  explains: ["short-connections-one-destination", "pool-misconfigured", "range-size", "long-lived-connections"],

  weigh(signs): Weighing {
    const ways = [...signs.current.namespaces.map((namespace) => poolIn(signs, namespace)), testimony(signs)];
    const best = bestOf(ways);
    if (best) return best;
    if (!signs.isRead) return undecided(unreadPart(signs.current, "tcp"));
    return excluded(say("cause-none-binds"));
  },
});

function poolIn({ policy, isShared }: Signs, namespace: NamespaceSnapshot): Weighing {
  const sidecar = sidecarPorts(namespace);
  const capacity = namespace.capacity ?? 0;
  if (capacity > 0 && sidecar / capacity > policy.tuple.warnRatio) {
    const evidence = say("cause-sidecar", {
      subject: SIDECAR_SOURCE,
      namespace,
      observed: sidecar / capacity,
      unit: "ratio",
      figures: { used: sidecar, capacity },
    });
    return possible("strong", sidecar, [evidence]);
  }
  const [fullest] = namespace.pools.toSorted((a, b) => usedRatio(b) - usedRatio(a));
  // A tuple's own entries, reusable ones among them: the ports of all the others are blocked to it, and so are used as well.
  const ownOf = (tuple: Tuple) => Math.max(tuple.held, tuple.established + tuple.timeWait) / Math.max(1, tuple.capacity);
  const tuples = Math.max(0, ...namespace.tuples.map(ownOf));
  if (!fullest || usedRatio(fullest) <= policy.tuple.warnRatio || usedRatio(fullest) < tuples + AHEAD_OF_TUPLES) return excluded();
  // Where all destinations share one pool anyway, binding first takes nothing away.
  if (isShared || !isSeenToBind(namespace)) return excluded();
  const evidence = say("cause-binds-first", {
    subject: fullest.source,
    namespace,
    observed: usedRatio(fullest),
    unit: "ratio",
    figures: { used: fullest.used, capacity: fullest.capacity, tuples },
  });
  const isFull = usedRatio(fullest) > policy.tuple.failRatio;
  if (!isProvenToBind(namespace)) return possible(isFull ? "likely" : "hint", fullest.used, [evidence]);
  return possible(isFull ? "strong" : "likely", fullest.used, [evidence]);
}

function sidecarPorts({ tuples, pools }: NamespaceSnapshot): number {
  const pool = pools.find(({ source }) => source === SIDECAR_SOURCE)?.used ?? 0;
  return Math.max(
    pool,
    tuples.filter(({ source }) => source === SIDECAR_SOURCE).reduce((sum, { held }) => sum + held, 0),
  );
}

/** EADDRINUSE from a call that asked for any port: only bind() before connect() has it. */
function testimony(signs: Signs): Weighing {
  const said = signs.refusals.filter((each) => isFreePort(signs, each));
  const evidence = said.slice(0, 2).map((each) => each.evidence);
  const sure = said.some((each) => each.kind === "connect-in-use" || each.signature === null || isClient(each));
  if (said.length === 0) return excluded();
  return possible(sure ? (signs.fullest > signs.policy.tuple.warnRatio ? "strong" : "likely") : "hint", 0, evidence);
}

/** On Windows connect() itself says "in use" where the ports to one destination are gone. */
const isFreePort = ({ os }: Signs, { kind, port }: Refusal): boolean =>
  port === null && (kind === "bind-in-use" || (kind === "connect-in-use" && os !== "windows"));

const isClient = ({ process, quote, destination }: Refusal): boolean =>
  isForwarder(process) || destination !== null || FREE_PORT_LINE.test(quote);
