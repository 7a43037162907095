import type { Evidence } from "../../checklist/check.ts";
import { tupleSubject } from "../../checklist/subject.ts";
import { churnEvidence } from "../churn-signs.ts";
import type { DestinationSigns } from "../destination-signs.ts";
import { POOLS_BY_DEFAULT, POOLS_IN_CLIENT } from "../runtimes.ts";
import { few, say, unreadPart } from "../say.ts";
import type { Signs } from "../signs.ts";
import { inState } from "../state-counts.ts";
import { defineCause, excluded, possible, undecided, type Weighing } from "../weighing.ts";

/** Mail is sent over a connection of its own by every client: no pool is to be expected. */
const UNPOOLED_PORTS = [25, 465, 587, 2_525];
/** Connections that stay open beside those that churn: fewer may be requests under way. */
const IDLE_LEAST = 2;
/** Unanswered connects of a proxy whose backend is busy with its own TIME_WAIT. */
const UNANSWERED_LEAST = 5;
/** TIME_WAIT on the side of a backend from which on it closes after every request. */
const BACKEND_CLOSES = 1_000;

/** A pool is there, and connections churn beside it: too few are kept, it is not shared, or they do not come back to it. */
export const poolMisconfigured = defineCause({
  id: "pool-misconfigured",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  explains: ["short-connections-one-destination", "kernel-port-search", "server-side-time-wait", "time-wait-bucket-limit"],

  weigh(signs): Weighing {
    const proxied = backendCloses(signs);
    if (proxied) return possible("likely", proxied.ports, proxied.evidence);
    const churn = signs.churn;
    if (!churn) {
      if (signs.destinations.length > 0 || signs.isRead) return excluded(few("time-wait", inState(signs, "timeWait")));
      return undecided(unreadPart(signs.current, "tcp"));
    }
    const pool = poolEvidence(churn.destination);
    if (pool === null) {
      const { holder } = churn.destination;
      return holder === null ? undecided(say("cause-no-owner")) : excluded(say("cause-no-pool", { subject: holder }));
    }
    return possible(churn.strength, churn.destination.waiting, [churnEvidence(churn.destination), pool]);
  },
});

/** What says that a pool is there; null where nothing does. */
function poolEvidence(destination: DestinationSigns): Evidence | null {
  const { tuple, runtime, holder, live, closesPerSecond } = destination;
  if (UNPOOLED_PORTS.includes(tuple.destination.port)) return null;
  const life = tuple.medianLifeMs;
  // Little's law: of the live ones, so many are requests under way; the rest is kept open.
  const kept = life === undefined ? null : Math.floor(tuple.established - 2 * closesPerSecond * (life / 1_000));
  if (kept !== null && kept >= IDLE_LEAST && closesPerSecond > 0) {
    return say("cause-idle-kept", { subject: tupleSubject(tuple), observed: kept, unit: "sockets", figures: { closesPerSecond } });
  }
  const isPooling = runtime !== null && POOLS_BY_DEFAULT.includes(runtime) && (live > 0 || POOLS_IN_CLIENT.includes(runtime));
  return isPooling ? say("cause-runtime-pools", { subject: holder ?? runtime, figures: { runtime } }) : null;
}

/**
 * A proxy waits for answers of a backend that ends every connection itself: it was not told to keep them (HTTP/1.0, or
 * `Connection: close`), although it holds them for reuse.
 */
function backendCloses(signs: Signs): { ports: number; evidence: Evidence[] } | null {
  const serverSide = signs.current.namespaces.reduce((sum, { serverTimeWait }) => sum + (serverTimeWait ?? 0), 0);
  const waitsOf = ({ tuple }: DestinationSigns) => Math.max(serverSide, tuple.timeWait);
  const found = signs.destinations.find(
    (each) =>
      (each.runtime === "nginx" || each.holder === "nginx") && each.tuple.synSent >= UNANSWERED_LEAST && waitsOf(each) >= BACKEND_CLOSES,
  );
  if (!found) return null;
  const evidence = say("cause-peer-closes", {
    subject: tupleSubject(found.tuple),
    namespace: found.namespace,
    observed: waitsOf(found),
    figures: { synSent: found.tuple.synSent, process: found.holder ?? "nginx" },
  });
  return { ports: found.waiting, evidence: [evidence] };
}
