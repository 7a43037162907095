import { DEFAULT_POLICY } from "@berth/shared/domain/checklist/check.ts";
import { EVIDENCE_MS, FRESH_MS } from "@berth/shared/domain/evidence/failure-window.ts";
import { type DayPlan, isWithin, lastFailureMs, type Surge } from "./day-plan.ts";
import type { PortCounts } from "./port-counts.ts";
import type { SimulatedHost } from "./simulated-host.ts";
import { topShare } from "./top-process.ts";

/** As the database keeps a verdict: 4 fail, 3 warn, 2 unknown, 1 pass. */
export type Severity = 1 | 2 | 3 | 4;

const { tuple, host: pool, timeWait } = DEFAULT_POLICY;
/** The lines of the check `closewait`: sockets. */
const CLOSE_WAIT = { warn: 50, fail: 200 } as const;
/** Those of `proc-top`: share of the ports in use that one program holds, and how much of the range that must be. */
const PROCESS = { warn: { share: 0.5, used: 0.3 }, fail: { share: 0.7, used: 0.6 } } as const;

/** So far into a surge's climb the check `eph-eta` sees where it leads. */
const FORESEEN = 0.4;

/**
 * What the checks would make of a sample in the long run: the lines of those that speak on such a fleet, without running
 * them. Now and then they differ, most of all where they look at half an hour of history.
 */
export function quickSeverity(host: SimulatedHost, counts: PortCounts, plan: DayPlan, atMs: number): Severity {
  const { capacity, severity } = counts.configuration;
  const isBlind = isWithin(plan.blindness, atMs);
  const udp = counts.udpPorts / capacity;
  const sinceFailureMs = atMs - lastFailureMs(plan, atMs);
  const sockets = isBlind ? 1 : severityOfSockets(host, counts);
  if (sinceFailureMs <= FRESH_MS || udp > pool.failRatio || sockets === 4) return 4;
  if (!isBlind && isForeseen(plan.surge, atMs)) return 4;
  if (sinceFailureMs <= EVIDENCE_MS || udp > pool.warnRatio || severity === 3 || sockets === 3) return 3;
  return isBlind ? 2 : 1;
}

const isForeseen = (surge: Surge | null, atMs: number): boolean =>
  surge !== null && atMs < surge.peakMs && atMs - surge.fromMs > FORESEEN * (surge.peakMs - surge.fromMs);

function severityOfSockets(host: SimulatedHost, counts: PortCounts): 1 | 3 | 4 {
  const { capacity, tcpTwReuse } = counts.configuration;
  const tightest = counts.used / capacity;
  const distinct = counts.distinct / capacity;
  const waiting = tcpTwReuse === 1 ? 0 : counts.waitingMost / capacity;
  const top = distinct > PROCESS.warn.used ? topShare(host, counts) : 0;
  if (tightest > tuple.failRatio || waiting > timeWait.failRatio || counts.leakedCloseWait >= CLOSE_WAIT.fail) return 4;
  if ((top > PROCESS.fail.share && distinct > PROCESS.fail.used) || (counts.isChurning && tightest > tuple.warnRatio)) return 4;
  if (tightest > tuple.warnRatio || distinct > pool.warnRatio || waiting > timeWait.warnRatio) return 3;
  if (counts.isChurning || top > PROCESS.warn.share || counts.leakedCloseWait >= CLOSE_WAIT.warn || counts.blocked > 0) return 3;
  return 1;
}
