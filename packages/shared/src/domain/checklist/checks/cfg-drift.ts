import type { ConfigurationChange, ConfiguredSetting } from "../../host/configuration.ts";
import type { Snapshot } from "../../host/snapshot.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts, type Policy } from "../check.ts";
import { outcomeOf } from "../outcome.ts";
import type { Rule } from "../rule.ts";
import { usedRatio } from "../used-ratio.ts";

const RECENT_MS = 24 * 60 * 60_000;

/**
 * Settings that will not survive the next start as they are, and what changed before ports ran short. A change on a host
 * that is well is only a note: it did no harm.
 */
export const cfgDrift = defineCheck({
  id: "cfg-drift",
  number: 31,
  founding: 7,
  needs: { parts: ["configured"], minutes: 0 },
  platforms: ["linux", "windows", "darwin", "freebsd"],

  evaluate({ current, policy }: Facts): CheckOutcome {
    const { configured = [], changes } = current;
    const drifted = configured.filter(isDrifted).map(driftEvidence);
    const recent = (changes ?? []).filter(({ atMs }) => current.capturedAtMs - atMs <= RECENT_MS);
    const isShort = hasTrouble(current, policy);
    const changed = recent.toReversed().map((change) => changeEvidence(change, current.capturedAtMs));
    return outcomeOf({
      warn: [...drifted, ...(isShort ? changed : [])],
      notes: [...(isShort ? [] : changed), ...(changes === undefined ? [unwatched] : [])],
    });
  },
});

/** The line that counts says something else than the kernel. Blanks, and the order of a port list, say nothing. */
const isDrifted = ({ value, runtime, isOverridden }: ConfiguredSetting): boolean =>
  !isOverridden && runtime !== null && normal(value) !== normal(runtime);

const normal = (value: string): string =>
  value
    .trim()
    .split(/[\s,]+/)
    .toSorted()
    .join(" ");

/** A tuple or pool is over its warning line, or a failure was seen. */
const hasTrouble = ({ namespaces, failures }: Snapshot, policy: Policy): boolean =>
  failures.length > 0 ||
  namespaces.some(
    ({ tuples, pools }) =>
      tuples.some((tuple) => usedRatio(tuple) > policy.tuple.warnRatio) || pools.some((pool) => usedRatio(pool) > policy.host.warnRatio),
  );

const driftEvidence = ({ key, value, runtime, file, line }: ConfiguredSetting): Evidence =>
  evidence("drift-at-next-start", key, 0, { now: runtime ?? "", later: value, file: line === null ? file : `${file}:${line}` });

const changeEvidence = ({ atMs, what, before, after }: ConfigurationChange, nowMs: number): Evidence =>
  evidence("drift-changed", what, Math.max(0, Math.floor((nowMs - atMs) / 60_000)), { before: before ?? "", after: after ?? "" });

const evidence = (rule: Rule, subject: string, observed: number, figures: Record<string, number | string>): Evidence => ({
  subject,
  namespaceId: null,
  observed,
  limit: null,
  unit: rule === "drift-changed" ? "minutes" : "setting",
  rule,
  figures,
});

const unwatched: Evidence = evidence("drift-unwatched", "", 0, {});
