import { type CheckId, DEFAULT_POLICY, type Evidence } from "@berth/shared/domain/checklist/check.ts";
import { checkExitCode } from "@berth/shared/domain/checklist/check-exit-code.ts";
import { type FlatOutcome, flattenOutcome } from "@berth/shared/domain/checklist/flat-outcome.ts";
import { settle } from "@berth/shared/domain/checklist/hysteresis.ts";
import { runChecklist } from "@berth/shared/domain/checklist/run-checklist.ts";
import { usedRatio } from "@berth/shared/domain/checklist/used-ratio.ts";
import type { Verdict } from "@berth/shared/domain/checklist/verdict.ts";
import { verdictOf } from "@berth/shared/domain/checklist/verdict-of.ts";
import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { Destination, NamespaceSnapshot, Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { meanClosesPerSecond } from "@berth/shared/domain/ports/churn.ts";
import type { Headroom } from "@berth/shared/domain/ports/headroom.ts";
import { checkSentence, checksText } from "@berth/shared/text/checks.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { plain } from "@berth/shared/text/sentence.ts";
import { verdictSentence } from "@berth/shared/text/verdict.ts";

/** What `check --json` prints, documented in its `--help`: fields are added only with a new `version`. */
export interface CheckReport {
  version: 1;
  verdict: { status: Verdict["status"]; checkId: CheckId | null; sentence: string; evidence: Evidence | null };
  exitCode: number;
  capturedAtMs: number;
  checks: ({ id: CheckId; status: FlatOutcome["status"]; sentence: string } & Omit<FlatOutcome, "status">)[];
  tuples: TupleReport[];
  pools: PoolReport[];
  gaps: Gap[];
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

/** Judges one snapshot as the server would judge a host's first. `isStrict` makes what could not be checked count. */
export function reportOn(snapshot: Snapshot, language: Language, isStrict: boolean): CheckReport {
  const results = runChecklist({ current: snapshot, history: { minutes: 0, snapshots: [] }, policy: DEFAULT_POLICY });
  const verdict = verdictOf(settle(null, results, snapshot.capturedAtMs), snapshot);
  return {
    version: 1,
    verdict: {
      status: verdict.status,
      checkId: verdict.checkId,
      sentence: plain(verdictSentence(language, verdict)),
      evidence: verdict.evidence,
    },
    exitCode: checkExitCode(results, { strict: isStrict }),
    capturedAtMs: snapshot.capturedAtMs,
    checks: results.map(({ id, outcome }) => {
      const { status, ...rest } = flattenOutcome(outcome);
      return { id, status, sentence: plain(checkSentence(checksText(language), id, { status, ...rest })), ...rest };
    }),
    tuples: snapshot.namespaces.flatMap(tuplesOf).sort(tightestFirst),
    pools: snapshot.namespaces.flatMap(poolsOf).sort(tightestFirst),
    gaps: snapshot.gaps,
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
