import { ALL_CHECKS } from "@berth/shared/domain/checklist/all-checks.ts";
import { type CheckId, DEFAULT_POLICY, type Evidence, type FoundingItem, type Policy } from "@berth/shared/domain/checklist/check.ts";
import { checkExitCode } from "@berth/shared/domain/checklist/check-exit-code.ts";
import { type FlatOutcome, flattenOutcome } from "@berth/shared/domain/checklist/flat-outcome.ts";
import { usedRatio } from "@berth/shared/domain/checklist/used-ratio.ts";
import type { Verdict } from "@berth/shared/domain/checklist/verdict.ts";
import { judgeSnapshot } from "@berth/shared/domain/diagnosis/judge-snapshot.ts";
import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { Destination, NamespaceSnapshot, ReplaySource, Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { meanClosesPerSecond } from "@berth/shared/domain/ports/churn.ts";
import type { Headroom } from "@berth/shared/domain/ports/headroom.ts";
import { checkSentence, checksText } from "@berth/shared/text/checks.ts";
import { type WordedDiagnosis, wordDiagnosis } from "@berth/shared/text/diagnosis.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { plain } from "@berth/shared/text/sentence.ts";
import { verdictSentence } from "@berth/shared/text/verdict.ts";
import { type WordedRemedy, wordRemedy } from "@berth/shared/text/worded-remedy.ts";
import { isContainer } from "../what-if/what-if-report.ts";

/** What `check --json` prints, documented in its `--help`: fields may be added, and none changes its meaning. */
export interface CheckReport extends WordedDiagnosis {
  version: 1;
  verdict: { status: Verdict["status"]; checkId: CheckId | null; sentence: string; evidence: Evidence | null };
  /** What to do, the best first. */
  remedies: WordedRemedy[];
  exitCode: number;
  capturedAtMs: number;
  checks: CheckLine[];
  tuples: TupleReport[];
  pools: PoolReport[];
  gaps: Gap[];
  /** Only of a host that was read from files: which of them were left aside. */
  replay?: ReplaySource;
}

export interface CheckLine extends FlatOutcome {
  id: CheckId;
  /** The item of the founding document's checklist that it answers. */
  founding: FoundingItem | null;
  sentence: string;
}

interface PortUseReport {
  namespaceId: string;
  namespace: string | null;
  source: string;
  capacity: number;
  used: number;
  /** 0 to 1. */
  usedRatio: number;
  headroom: Headroom;
}

export interface TupleReport extends PortUseReport {
  destination: Destination;
  /** Mean of the last minute. */
  closesPerSecond: number;
}

export interface PoolReport extends PortUseReport {
  boundInactive: number | null;
}

const NO_HISTORY = { minutes: 0, snapshots: [] };

/** Judges one snapshot as the server would judge a host's first. `isStrict` makes what could not be checked count. */
export function reportOn(snapshot: Snapshot, language: Language, isStrict: boolean, policy: Policy = DEFAULT_POLICY): CheckReport {
  const { verdict, checks, remedies, ...diagnosis } = judgeSnapshot(snapshot, NO_HISTORY, policy);
  const [own] = snapshot.namespaces;
  const place = { os: snapshot.host.os, isContainer: own !== undefined && isContainer(own) };
  const words = checksText(language);
  return {
    version: 1,
    verdict: {
      status: verdict.status,
      checkId: verdict.checkId,
      sentence: plain(verdictSentence(language, verdict)),
      evidence: verdict.evidence,
    },
    ...wordDiagnosis(language, diagnosis),
    remedies: remedies.map((remedy) => wordRemedy(language, remedy, place)),
    exitCode: checkExitCode(checks, { strict: isStrict }),
    capturedAtMs: snapshot.capturedAtMs,
    checks: checks.map(({ id, outcome }) => {
      const flat = flattenOutcome(outcome);
      const founding = ALL_CHECKS.find((check) => check.id === id)?.founding ?? null;
      return { id, founding, ...flat, sentence: plain(checkSentence(words, id, flat)) };
    }),
    tuples: snapshot.namespaces.flatMap(tuplesOf).sort(tightestFirst),
    pools: snapshot.namespaces.flatMap(poolsOf).sort(tightestFirst),
    gaps: snapshot.gaps,
    ...(snapshot.replay && { replay: snapshot.replay }),
  };
}

const tuplesOf = (namespace: NamespaceSnapshot): TupleReport[] =>
  namespace.tuples.map((tuple) => ({
    namespaceId: namespace.id,
    namespace: namespace.name,
    source: tuple.source,
    destination: tuple.destination,
    capacity: tuple.capacity,
    used: tuple.used,
    usedRatio: usedRatio(tuple),
    headroom: tuple.headroom,
    closesPerSecond: meanClosesPerSecond(tuple.closesPerSecond),
  }));

const poolsOf = (namespace: NamespaceSnapshot): PoolReport[] =>
  namespace.pools.map((pool) => ({
    namespaceId: namespace.id,
    namespace: namespace.name,
    source: pool.source,
    capacity: pool.capacity,
    used: pool.used,
    usedRatio: usedRatio(pool),
    headroom: pool.headroom,
    boundInactive: pool.boundInactive,
  }));

const tightestFirst = (a: PortUseReport, b: PortUseReport): number => b.usedRatio - a.usedRatio || a.headroom.low - b.headroom.low;
