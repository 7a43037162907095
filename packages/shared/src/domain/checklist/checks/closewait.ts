import type { NamespaceSnapshot, Snapshot, Tuple } from "../../host/snapshot.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts, type History } from "../check.ts";
import { byObserved, outcomeOf } from "../outcome.ts";
import type { Rule } from "../rule.ts";
import { namespaceFigure } from "../subject.ts";
import { tupleEvidence } from "../tuple-evidence.ts";
import { usedRatio } from "../used-ratio.ts";

/** Fewer look the same as a burst of normal disconnects. */
const LASTING_SOCKETS = 50;
const LASTING_MINUTES = 5;
const GROWING_SOCKETS = 200;
const GROWING_MINUTES = 30;
const POOL_SHARE = 0.05;

/**
 * Sockets in CLOSE_WAIT: the peer has closed, the application never did. Judged by tuple.
 *
 * With less than five minutes of history it is unknown, unless every tuple holds less than half of what could warn: then
 * a pass is honest, because a leak that small would not warn however long it lasted.
 */
export const closeWait = defineCheck({
  id: "closewait",
  number: 7,
  founding: null,
  needs: { parts: ["tcp", "range"], minutes: GROWING_MINUTES },
  platforms: ["linux"],

  evaluate({ current, history }: Facts): CheckOutcome {
    const judged = current.namespaces.flatMap((namespace) => namespace.tuples.map((tuple) => judge(namespace, tuple, current, history)));
    const evidenceOf = (severity: Judged["severity"]) => judged.flatMap((each) => (each?.severity === severity ? [each.evidence] : []));
    const early = evidenceOf("early").sort(byObserved);
    return outcomeOf({
      fail: evidenceOf("fail"),
      warn: evidenceOf("warn").sort(byObserved),
      notes: [...early, ...current.namespaces.flatMap(byProcess)],
      causes: early.length > 0 ? [{ kind: "needs", what: "five-minutes" }] : [],
    });
  },
});

type Judged = { severity: "fail" | "warn" | "early"; evidence: Evidence };

function judge(namespace: NamespaceSnapshot, tuple: Tuple, current: Snapshot, history: History): Judged | null {
  const atShare = Math.floor(tuple.capacity * POOL_SHARE) + 1;
  const least = Math.min(LASTING_SOCKETS, atShare);
  if (tuple.closeWait < least / 2) return null;

  const evidence = (rule: Rule, limit: number, minutes: number): Evidence => {
    const base = tupleEvidence({ namespace, tuple }, rule, limit);
    return { ...base, observed: tuple.closeWait, unit: "sockets", figures: { ...base.figures, minutes: Math.floor(minutes) } };
  };
  if (history.minutes < LASTING_MINUTES) return { severity: "early", evidence: evidence("close-wait-now", least, history.minutes) };

  const series = seriesOf(namespace, tuple, current, history);
  const minutesAbove = (sockets: number) => minutesAtLeast(series, sockets);
  if (minutesAbove(atShare) > LASTING_MINUTES) {
    const share = evidence("close-wait-pool-share", POOL_SHARE, minutesAbove(atShare));
    return {
      severity: "fail",
      evidence: {
        ...share,
        observed: usedRatio({ used: tuple.closeWait, capacity: tuple.capacity }),
        unit: "ratio",
        figures: { ...share.figures, sockets: tuple.closeWait },
      },
    };
  }
  const minutes = minutesAbove(LASTING_SOCKETS);
  if (minutes <= LASTING_MINUTES) return null;
  if (tuple.closeWait >= GROWING_SOCKETS && history.minutes >= GROWING_MINUTES && neverFell(series)) {
    const first = series[0]?.sockets ?? 0;
    const growing = evidence("close-wait-growing", GROWING_SOCKETS, history.minutes);
    const perHour = Math.round(((tuple.closeWait - first) / history.minutes) * 60);
    return { severity: "fail", evidence: { ...growing, figures: { ...growing.figures, perHour } } };
  }
  return { severity: "warn", evidence: evidence("close-wait-lasting", LASTING_SOCKETS, minutes) };
}

interface Point {
  minutesAgo: number;
  sockets: number;
}

/** Oldest first, the present last. A tuple that an earlier snapshot does not list counts as zero there. */
function seriesOf(namespace: NamespaceSnapshot, tuple: Tuple, current: Snapshot, { snapshots }: History): Point[] {
  return [...snapshots, current].map(({ capturedAtMs, namespaces }) => {
    const earlier = namespaces.find(({ id }) => id === namespace.id)?.tuples.find((each) => isSameTuple(each, tuple));
    return { minutesAgo: (current.capturedAtMs - capturedAtMs) / 60_000, sockets: earlier?.closeWait ?? 0 };
  });
}

const isSameTuple = (a: Tuple, b: Tuple): boolean =>
  a.destination.port === b.destination.port && a.destination.address === b.destination.address && a.source === b.source;

/** How long the count has now been at least so high. */
function minutesAtLeast(series: readonly Point[], sockets: number): number {
  const lastBelow = series.findLastIndex((point) => point.sockets < sockets);
  return series[lastBelow + 1]?.minutesAgo ?? 0;
}

/** The lowest count of each five minutes never fell: a busy service oscillates, a leak does not. */
function neverFell(series: readonly Point[]): boolean {
  const floors = new Map<number, number>();
  for (const { minutesAgo, sockets } of series) {
    const window = Math.floor(minutesAgo / LASTING_MINUTES);
    floors.set(window, Math.min(floors.get(window) ?? sockets, sockets));
  }
  const oldestFirst = [...floors].sort(([a], [b]) => b - a).map(([, floor]) => floor);
  return oldestFirst.every((floor, index) => index === 0 || floor >= oldestFirst[index - 1]!);
}

/** Many in all, but no tuple has many: a process could still leak over many peers, or on its own listener. */
function byProcess(namespace: NamespaceSnapshot): Evidence[] {
  const total = namespace.tcpStates ? namespace.tcpStates.v4.closeWait + namespace.tcpStates.v6.closeWait : 0;
  const inTuples = Math.max(0, ...namespace.tuples.map((tuple) => tuple.closeWait));
  if (total - inTuples < LASTING_SOCKETS) return [];
  const figures = namespaceFigure(namespace);
  return [
    { subject: "", namespaceId: namespace.id, observed: total, limit: null, unit: "sockets", rule: "close-wait-by-process", figures },
  ];
}
