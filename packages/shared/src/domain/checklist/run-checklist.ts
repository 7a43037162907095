import type { NamespaceSnapshot, Snapshot } from "../host/snapshot.ts";
import { ALL_CHECKS } from "./all-checks.ts";
import type { Check, CheckOutcome, CheckResult, Facts, GapCause, History, Policy, Thresholds } from "./check.ts";
import { withDeclarations } from "./declared.ts";
import { withOrderedTuples } from "./ordered-tuples.ts";
import { distinct, outcomeOf, rankOf } from "./outcome.ts";
import { isHostPart, isReadInPart, lostNamespaces, unreadIn, unreadNote, unreadOnHost, unseenNotes } from "./unread.ts";

/**
 * Judges one snapshot, over all of its namespaces, by every check, in display order.
 *
 * A check is asked only about the namespaces in which everything it needs was read. The host's status is the worst of
 * fail > warn > unknown > pass: a finding in a readable namespace stands although another could not be read, and a pass
 * becomes unknown. Namespaces that were not judged are named in the notes.
 */
export function runChecklist(given: Facts, checks: readonly Check[] = ALL_CHECKS): CheckResult[] {
  const facts = { ...given, current: withOrderedTuples(given.current), policy: withDeclarations(given.policy, given.current) };
  return checks.map((check) => {
    const outcome = runCheck(check, facts);
    const result: CheckResult = { id: check.id, outcome, ...(check.settlesAtOnce && { settlesAtOnce: true }) };
    // Nothing is worse than a fail, however low the triggers.
    if (outcome.status === "fail") return result;
    const clearing = runCheck(check, { ...facts, policy: easedPolicy(facts.policy) });
    return rankOf(clearing.status) > rankOf(outcome.status) ? { ...result, clearing } : result;
  });
}

function runCheck(check: Check, facts: Facts): CheckOutcome {
  const { current } = facts;
  if (!check.platforms.includes(current.host.os)) return { status: "not_applicable", why: "platform" };

  const hostCauses = unreadOnHost(current, check.needs);
  if (hostCauses.length > 0) return whenUnread(check, hostCauses);

  const history = boundHistory(facts.history, current, check.needs.minutes);
  if (check.needs.parts.every(isHostPart)) return check.evaluate({ ...facts, history });

  const lacking = current.namespaces
    .map((namespace) => ({ namespace, causes: unreadIn(current, namespace, check.needs) }))
    .filter(({ causes }) => causes.length > 0);
  const unread = lacking.filter(({ namespace, causes }) => !check.standsOnPart || causes.some((cause) => !isReadInPart(namespace, cause)));
  const partly = lacking.filter((each) => !unread.includes(each)).flatMap(({ causes }) => causes);
  const readable = current.namespaces.filter((namespace) => unread.every((each) => each.namespace !== namespace));
  if (readable.length === 0) {
    return whenUnread(check, unread.length > 0 ? unread.flatMap(({ causes }) => causes) : [noNamespaces(current)]);
  }
  const outcome = check.evaluate({ ...facts, current: { ...current, namespaces: readable }, history });
  return withUnread(outcome, current, unread, partly);
}

const whenUnread = ({ absentMeans }: Check, causes: readonly GapCause[]): CheckOutcome =>
  absentMeans && causes.every((cause) => cause.kind === "gap" && cause.reason === "absent")
    ? { status: "not_applicable", why: absentMeans }
    : { status: "unknown", causes: distinct(causes), notes: [] };

function withUnread(
  outcome: CheckOutcome,
  snapshot: Snapshot,
  unread: readonly { namespace: NamespaceSnapshot; causes: GapCause[] }[],
  partly: readonly GapCause[],
): CheckOutcome {
  if (outcome.status === "not_applicable") return outcome;
  const notes = [
    ...outcome.notes,
    ...unread.flatMap(({ namespace, causes }) => causes.slice(0, 1).map((cause) => unreadNote(namespace, cause))),
    ...unseenNotes(snapshot),
  ];
  const causes = [...unread.flatMap((each) => each.causes), ...partly, ...lostNamespaces(snapshot)];
  if (outcome.status === "fail") return outcomeOf({ fail: outcome.evidence, notes });
  if (outcome.status === "warn") return outcomeOf({ warn: outcome.evidence, notes });
  if (outcome.status === "unknown") return outcomeOf({ notes, causes: [...outcome.causes, ...causes] });
  return outcomeOf({ notes, causes });
}

function noNamespaces({ gaps }: Snapshot): GapCause {
  const gap = gaps.find(({ part }) => part === "namespaces");
  return { kind: "gap", part: "namespaces", reason: gap?.reason ?? "unsupported", hint: gap?.hint ?? "" };
}

/**
 * The last `minutes` before the snapshot, of the same boot, and the newest one older than that, so that what was true
 * `minutes` ago is known. Later snapshots than the judged one are not its history.
 */
function boundHistory({ snapshots }: History, current: Snapshot, minutes: number): History {
  const startMs = current.capturedAtMs - minutes * 60_000;
  const earlier = snapshots.filter(({ bootId, capturedAtMs }) => bootId === current.bootId && capturedAtMs < current.capturedAtMs);
  const first = earlier.findLastIndex(({ capturedAtMs }) => capturedAtMs <= startMs);
  const bounded = minutes === 0 ? [] : earlier.slice(Math.max(first, 0));
  const oldestMs = bounded[0]?.capturedAtMs ?? current.capturedAtMs;
  return { minutes: (current.capturedAtMs - oldestMs) / 60_000, snapshots: bounded };
}

function easedPolicy(policy: Policy): Policy {
  const eased = ({ warnRatio, failRatio }: Thresholds): Thresholds => ({
    warnRatio: lowered(warnRatio, policy.clearPoints),
    failRatio: lowered(failRatio, policy.clearPoints),
  });
  return {
    ...policy,
    tuple: eased(policy.tuple),
    host: eased(policy.host),
    timeWait: eased(policy.timeWait),
    conntrack: eased(policy.conntrack),
  };
}

/** Points are hundredths. Rounded, so that 0.6 less 5 points is 0.55 and not a hair beside it. */
const lowered = (ratio: number, points: number): number => Math.max(0, Math.round((ratio - points / 100) * 1e6) / 1e6);
