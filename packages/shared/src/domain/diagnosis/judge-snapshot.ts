import type { CheckResult, History, Policy } from "../checklist/check.ts";
import { settle } from "../checklist/hysteresis.ts";
import { runChecklist } from "../checklist/run-checklist.ts";
import type { Verdict } from "../checklist/verdict.ts";
import { verdictOf } from "../checklist/verdict-of.ts";
import type { Snapshot } from "../host/snapshot.ts";
import { rankRemedies } from "../remedies/rank-remedies.ts";
import type { RankedRemedy } from "../remedies/remedy.ts";
import type { Diagnosis } from "./cause.ts";
import { diagnose } from "./diagnose.ts";

/** All that one snapshot says of a host. */
export interface Judgement extends Diagnosis {
  /** As of a host's first snapshot: no delay, nothing remembered. */
  verdict: Verdict;
  checks: CheckResult[];
  /** What to do, the best first; refused ones last. */
  remedies: RankedRemedy[];
}

/** Verdict, cause, remedies and checks in one call: on the host, in the API, in a browser. */
export function judgeSnapshot(snapshot: Snapshot, history: History, policy: Policy): Judgement {
  const facts = { current: snapshot, history, policy };
  const checks = runChecklist(facts);
  const verdict = verdictOf(settle(null, checks, snapshot.capturedAtMs), snapshot);
  const diagnosis = diagnose(facts, checks);
  const remedies = snapshot.namespaces.length === 0 ? [] : rankRemedies({ snapshot, policy }, diagnosis);
  return { verdict, checks, ...diagnosis, remedies };
}
