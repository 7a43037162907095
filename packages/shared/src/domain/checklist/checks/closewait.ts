import type { NamespaceSnapshot, ProcessUse, Snapshot, Tuple } from "../../host/snapshot.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts, type History } from "../check.ts";
import { byObserved, outcomeOf } from "../outcome.ts";
import { processSubject, sameProcess } from "../process-subject.ts";
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

/** A process whose sockets stand mostly on one accused tuple is named there. */
const SAME_LEAK = 0.8;

/**
 * Sockets in CLOSE_WAIT: the peer has closed, the application never did. Judged by tuple, and by process, whose peers may
 * be many.
 *
 * With less than five minutes of history it is unknown, unless everyone holds less than half of what could warn: then a
 * pass is honest, because a leak that small would not warn however long it lasted.
 */
export const closeWait = defineCheck({
  id: "closewait",
  number: 7,
  founding: null,
  needs: { parts: ["tcp", "range"], minutes: GROWING_MINUTES },
  platforms: ["linux", "windows", "darwin", "freebsd"],

  evaluate({ current, history }: Facts): CheckOutcome {
    const judged = current.namespaces.flatMap((namespace) => {
      const tuples = namespace.tuples.flatMap((tuple) => judge(namespace, ofTuple(namespace, tuple), current, history));
      const processes = namespace.processes.flatMap((process) => judge(namespace, ofProcess(namespace, process), current, history));
      return [...tuples, ...processes.filter(({ sockets, name }) => !tuples.some((tuple) => isSameLeak(tuple, sockets, name)))];
    });
    const evidenceOf = (severity: Judged["severity"]) => judged.filter((each) => each.severity === severity).map((each) => each.evidence);
    const early = evidenceOf("early").sort(byObserved);
    return outcomeOf({
      fail: evidenceOf("fail"),
      warn: evidenceOf("warn").sort(byObserved),
      notes: [...early, ...current.namespaces.flatMap(ofNobody)],
      causes: early.length > 0 ? [{ kind: "needs", what: "five-minutes" }] : [],
    });
  },
});

/** Whoever may leak: a tuple or a process. */
interface Suspect {
  sockets: number;
  capacity: number;
  /** The process that has them open; null where none is known. */
  name: string | null;
  rules: { share: Rule; growing: Rule; lasting: Rule; now: Rule };
  evidence(rule: Rule, limit: number): Evidence;
  /** Its count in an earlier snapshot; what that one does not list counts as none. */
  earlier(namespace: NamespaceSnapshot): number;
}

interface Judged {
  severity: "fail" | "warn" | "early";
  evidence: Evidence;
  sockets: number;
  name: string | null;
}

const RULES = { growing: "close-wait-growing", lasting: "close-wait-lasting", now: "close-wait-now" } as const;

function ofTuple(namespace: NamespaceSnapshot, tuple: Tuple): Suspect {
  const name = tuple.holders.find(({ basis }) => basis !== "inferred")?.process ?? null;
  return {
    sockets: tuple.closeWait,
    capacity: tuple.capacity,
    name,
    rules: { share: "close-wait-pool-share", ...RULES },
    evidence: (rule, limit) => {
      const base = tupleEvidence({ namespace, tuple }, rule, limit);
      return { ...base, figures: { ...base.figures, ...(name === null ? {} : { process: name }) } };
    },
    earlier: ({ tuples }) => tuples.find((each) => isSameTuple(each, tuple))?.closeWait ?? 0,
  };
}

function ofProcess(namespace: NamespaceSnapshot, process: ProcessUse): Suspect {
  const { pid, name, oldestCloseWaitMs } = process;
  return {
    sockets: process.closeWait,
    capacity: namespace.capacity ?? 0,
    name,
    rules: { share: "close-wait-process-share", ...RULES },
    evidence: (rule, limit) => ({
      subject: processSubject(process),
      namespaceId: namespace.id,
      observed: process.closeWait,
      limit,
      unit: "sockets",
      rule,
      figures: { ...namespaceFigure(namespace), pid, ...(oldestCloseWaitMs === null ? {} : { oldestCloseWaitMs }) },
    }),
    earlier: (before) => sameProcess(before, process)?.closeWait ?? 0,
  };
}

const isSameLeak = (tuple: Judged, sockets: number, name: string | null): boolean =>
  tuple.name === name && tuple.sockets >= sockets * SAME_LEAK;

function judge(namespace: NamespaceSnapshot, suspect: Suspect, current: Snapshot, history: History): Judged[] {
  const { sockets, capacity, rules, name } = suspect;
  const atShare = Math.floor(capacity * POOL_SHARE) + 1;
  const least = Math.min(LASTING_SOCKETS, atShare);
  if (sockets < least / 2) return [];

  const found = (severity: Judged["severity"], rule: Rule, limit: number, minutes: number, more: Partial<Evidence> = {}): Judged[] => {
    const base = suspect.evidence(rule, limit);
    const figures = { ...base.figures, minutes: Math.floor(minutes), ...more.figures };
    return [{ severity, sockets, name, evidence: { ...base, observed: sockets, unit: "sockets", ...more, figures } }];
  };
  if (history.minutes < LASTING_MINUTES) return found("early", rules.now, least, history.minutes);

  const series = seriesOf(namespace, suspect, current, history);
  const minutesAbove = (least: number) => minutesAtLeast(series, least);
  if (minutesAbove(atShare) > LASTING_MINUTES) {
    const observed = usedRatio({ used: sockets, capacity });
    return found("fail", rules.share, POOL_SHARE, minutesAbove(atShare), { observed, unit: "ratio", figures: { sockets } });
  }
  const minutes = minutesAbove(LASTING_SOCKETS);
  if (minutes <= LASTING_MINUTES) return [];
  if (sockets >= GROWING_SOCKETS && history.minutes >= GROWING_MINUTES && neverFell(series)) {
    const perHour = Math.round(((sockets - (series[0]?.sockets ?? 0)) / history.minutes) * 60);
    return found("fail", rules.growing, GROWING_SOCKETS, history.minutes, { figures: { perHour } });
  }
  return found("warn", rules.lasting, LASTING_SOCKETS, minutes);
}

interface Point {
  minutesAgo: number;
  sockets: number;
}

/** Oldest first, the present last. */
function seriesOf(namespace: NamespaceSnapshot, suspect: Suspect, current: Snapshot, { snapshots }: History): Point[] {
  const before = snapshots.map(({ capturedAtMs, namespaces }) => {
    const earlier = namespaces.find(({ id }) => id === namespace.id);
    return { minutesAgo: (current.capturedAtMs - capturedAtMs) / 60_000, sockets: earlier ? suspect.earlier(earlier) : 0 };
  });
  return [...before, { minutesAgo: 0, sockets: suspect.sockets }];
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

/** Many that no tuple and no process explains: of those who cannot be named, or accepted by listeners outside the range. */
function ofNobody(namespace: NamespaceSnapshot): Evidence[] {
  const total = namespace.tcpStates ? namespace.tcpStates.v4.closeWait + namespace.tcpStates.v6.closeWait : 0;
  const inTuples = Math.max(0, ...namespace.tuples.map((tuple) => tuple.closeWait));
  const inProcesses = namespace.processes.reduce((sum, process) => sum + process.closeWait, 0);
  const unknown = total - Math.max(inTuples, inProcesses);
  if (unknown < LASTING_SOCKETS) return [];
  const figures = { ...namespaceFigure(namespace), unknown };
  return [
    { subject: "", namespaceId: namespace.id, observed: total, limit: null, unit: "sockets", rule: "close-wait-by-process", figures },
  ];
}
