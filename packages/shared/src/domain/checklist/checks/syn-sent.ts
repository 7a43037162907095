import type { NamespaceSnapshot, Snapshot } from "../../host/snapshot.ts";
import { formatEndpoint } from "../../network/address.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts, type History } from "../check.ts";
import { byObserved, outcomeOf } from "../outcome.ts";
import type { Rule } from "../rule.ts";
import { namespaceFigure } from "../subject.ts";

const MANY_SOCKETS = 50;
const SEVERE_SOCKETS = 500;
const MANY_SHARE = 0.1;
const SEVERE_SHARE = 0.25;
/** A share of fewer sockets than this is the ordinary start of a few connections. */
const SHARE_SOCKETS = 20;
const LASTING_MINUTES = 2;
/** This part of them towards one destination makes it that destination's trouble. */
const ONE_DESTINATION = 0.8;

/**
 * Connections that nobody answers. Each holds its port until the application gives up, and a retry storm takes more:
 * the trouble is a peer, a firewall or a NAT, not the range.
 */
export const synSent = defineCheck({
  id: "syn-sent",
  number: 14,
  founding: null,
  needs: { parts: ["tcp"], minutes: LASTING_MINUTES },
  platforms: ["linux", "windows", "darwin", "freebsd"],

  evaluate({ current, history }: Facts): CheckOutcome {
    const judged = current.namespaces.map((namespace) => judge(namespace, current, history));
    const of = (severity: Judged["severity"]) =>
      judged.flatMap((each) => (each?.severity === severity ? [each.evidence] : [])).sort(byObserved);
    const early = of("early");
    return outcomeOf({
      fail: of("fail"),
      warn: of("warn"),
      notes: early,
      causes: early.length > 0 ? [{ kind: "needs", what: "two-minutes" }] : [],
    });
  },
});

type Judged = { severity: "fail" | "warn" | "early"; evidence: Evidence };

function judge(namespace: NamespaceSnapshot, current: Snapshot, history: History): Judged | null {
  const now = loadOf(namespace);
  if (!isMany(now)) return null;
  const earlier = history.snapshots.filter(({ capturedAtMs }) => capturedAtMs >= current.capturedAtMs - LASTING_MINUTES * 60_000);
  const isLasting =
    history.minutes >= LASTING_MINUTES &&
    earlier.every(({ namespaces }) => namespaces.some((each) => each.id === namespace.id && isMany(loadOf(each))));
  const isNew = history.minutes < LASTING_MINUTES;
  const isUnanswered = (current.counters?.attemptFails ?? 0) + (current.counters?.synRetransmits ?? 0) > 0;
  if (isSevere(now) && isUnanswered && (isLasting || isNew))
    return { severity: "fail", evidence: evidence(namespace, now, SEVERE_SOCKETS) };
  if (isLasting || isSevere(now)) return { severity: "warn", evidence: evidence(namespace, now, MANY_SOCKETS) };
  return isNew ? { severity: "early", evidence: evidence(namespace, now, MANY_SOCKETS) } : null;
}

interface Load {
  sockets: number;
  /** 0 to 1, of the outbound sockets. */
  share: number;
}

function loadOf({ tcpStates, tuples, otherTuples }: NamespaceSnapshot): Load {
  const sockets = tcpStates ? tcpStates.v4.synSent + tcpStates.v6.synSent : 0;
  const listed = tuples.reduce((sum, each) => sum + each.established + each.timeWait + each.closeWait + each.synSent + each.finWait, 0);
  const outbound = listed + otherTuples.entries;
  return { sockets, share: outbound === 0 ? 0 : Math.min(1, sockets / outbound) };
}

const isMany = ({ sockets, share }: Load): boolean => sockets >= MANY_SOCKETS || (sockets >= SHARE_SOCKETS && share > MANY_SHARE);

const isSevere = ({ sockets, share }: Load): boolean => sockets >= SEVERE_SOCKETS || (sockets >= MANY_SOCKETS && share > SEVERE_SHARE);

function evidence(namespace: NamespaceSnapshot, { sockets, share }: Load, limit: number): Evidence {
  const waiting = namespace.tuples.filter((tuple) => tuple.synSent > 0).toSorted((a, b) => b.synSent - a.synSent);
  const [first] = waiting;
  const isOne = first !== undefined && first.synSent >= sockets * ONE_DESTINATION;
  const rule: Rule = isOne ? "syn-sent-one-destination" : "syn-sent-many-destinations";
  return {
    subject: first ? formatEndpoint(first.destination.address, first.destination.port) : "",
    namespaceId: namespace.id,
    observed: sockets,
    limit,
    unit: "sockets",
    rule,
    figures: { ...namespaceFigure(namespace), share, destinations: waiting.length, toFirst: first?.synSent ?? 0 },
  };
}
