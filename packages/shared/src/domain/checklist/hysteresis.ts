import type { CheckId, CheckOutcome, CheckResult, CheckStatus, Evidence } from "./check.ts";
import { type HostStatus, hostStatusOf } from "./host-status.ts";
import { rankOf } from "./outcome.ts";

/** What a host's checks have settled to. Plain JSON: it is kept between two snapshots, and it is all that is kept. */
export interface SettledChecks {
  /** When the last judged snapshot was taken. */
  judgedAtMs: number;
  /** The host's own status, and since when it has been so. */
  status: HostStatus;
  sinceMs: number;
  checks: SettledCheck[];
}

export interface SettledCheck {
  id: CheckId;
  status: CheckStatus;
  sinceMs: number;
  /** What the last snapshot alone says. */
  observedStatus: CheckStatus;
  /** The latest outcome of that status: its evidence is what a person is shown. */
  outcome: CheckOutcome;
  /** The last two looks, oldest first: what the next one is held against. */
  recent: Look[];
  /** While unknown: the finding that stood before, so that blindness does not look like recovery. */
  lastKnown: LastKnown | null;
}

/** What one snapshot counted as, the clearing distance already applied. */
interface Look {
  status: CheckStatus;
  /** Null where it is the settled status, whose outcome is kept once. */
  outcome: CheckOutcome | null;
}

export interface LastKnown {
  status: "warn" | "fail";
  evidence: Evidence[];
  /** When it was last seen to be so. */
  atMs: number;
}

/** With the present look they make three. */
const RECENT_LOOKS = 2;

/**
 * One step of hysteresis. A first judgement settles at once. Then a check gets worse when 2 of the last 3 snapshots say so,
 * and better when the last 2 do: a snapshot that contradicts them counts for the finding, so alternating input settles on
 * its worse side and stays there. A ratio that has fallen below its trigger, but not yet `policy.clearPoints` below, still
 * counts as the state it leaves. A finding that settles at once needs no second look. A snapshot that is not newer than the last judged one changes nothing.
 */
export function settle(previous: SettledChecks | null, observed: readonly CheckResult[], atMs: number): SettledChecks {
  if (previous !== null && atMs <= previous.judgedAtMs) return previous;
  const checks = observed.map((result) => {
    const before = previous?.checks.find(({ id }) => id === result.id);
    return before && previous ? settleCheck(before, result, atMs, previous.judgedAtMs) : firstJudgement(result, atMs);
  });
  const status = hostStatusOf(checks);
  const sinceMs = previous !== null && previous.status === status ? previous.sinceMs : atMs;
  return { judgedAtMs: atMs, status, sinceMs, checks };
}

const firstJudgement = ({ id, outcome }: CheckResult, atMs: number): SettledCheck => ({
  id,
  status: outcome.status,
  sinceMs: atMs,
  observedStatus: outcome.status,
  outcome,
  recent: [{ status: outcome.status, outcome: null }],
  lastKnown: null,
});

function settleCheck(before: SettledCheck, result: CheckResult, atMs: number, previousMs: number): SettledCheck {
  const counted = countedOutcome(before.status, result);
  const looks: Look[] = [...before.recent, { status: counted.status, outcome: counted }];
  const status = isProven(before.status, result) ? result.outcome.status : settledStatus(before.status, looks);
  const outcome = [...looks.toReversed().map((look) => look.outcome), before.outcome].find((each) => each?.status === status) ?? counted;
  return {
    id: before.id,
    status,
    sinceMs: status === before.status ? before.sinceMs : atMs,
    observedStatus: result.outcome.status,
    outcome,
    recent: looks.slice(-RECENT_LOOKS).map((look) => (look.status === status ? { ...look, outcome: null } : look)),
    lastKnown: status === "unknown" ? (before.lastKnown ?? lastKnownOf(before.outcome, previousMs)) : null,
  };
}

/** An event that was seen to happen is no measurement that could be wrong; that it is over is one, and takes its time. */
const isProven = (settled: CheckStatus, { outcome, settlesAtOnce }: CheckResult): boolean =>
  settlesAtOnce === true && (outcome.status === "warn" || outcome.status === "fail") && rankOf(outcome.status) > rankOf(settled);

/** The outcome that counts: the observed one, or the state it leaves while the ratio is not far enough below the trigger. */
function countedOutcome(settled: CheckStatus, { outcome, clearing }: CheckResult): CheckOutcome {
  if (settled !== "warn" && settled !== "fail") return outcome;
  if (clearing?.status !== "warn" && clearing?.status !== "fail") return outcome;
  const held = rankOf(clearing.status) < rankOf(settled) ? clearing.status : settled;
  return rankOf(held) > rankOf(outcome.status) ? { ...clearing, status: held } : outcome;
}

function settledStatus(settled: CheckStatus, looks: readonly Look[]): CheckStatus {
  const worstFirst = (some: readonly Look[]) => some.map(({ status }) => status).sort((a, b) => rankOf(b) - rankOf(a));
  const reachedTwice = worstFirst(looks)[1];
  if (reachedTwice !== undefined && rankOf(reachedTwice) > rankOf(settled)) return reachedTwice;
  const worstOfLastTwo = worstFirst(looks.slice(-2))[0];
  return worstOfLastTwo !== undefined && rankOf(worstOfLastTwo) < rankOf(settled) ? worstOfLastTwo : settled;
}

const lastKnownOf = (outcome: CheckOutcome, atMs: number): LastKnown | null =>
  outcome.status === "warn" || outcome.status === "fail" ? { status: outcome.status, evidence: outcome.evidence, atMs } : null;
