import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anySnapshot } from "../../testing/any-snapshot.ts";
import { factsOf } from "../../testing/judge.ts";
import { checkSentence, checksText } from "../../text/checks.ts";
import { LANGUAGES } from "../../text/language.ts";
import { plain } from "../../text/sentence.ts";
import { verdictSentence } from "../../text/verdict.ts";
import type { Snapshot } from "../host/snapshot.ts";
import { type CheckResult, DEFAULT_POLICY } from "./check.ts";
import { flattenOutcome } from "./flat-outcome.ts";
import { settle } from "./hysteresis.ts";
import { EVIDENCE_MAX, rankOf } from "./outcome.ts";
import { runChecklist } from "./run-checklist.ts";
import { verdictOf } from "./verdict-of.ts";

const looks = fc
  .array(anySnapshot, { minLength: 1, maxLength: 4 })
  .map((drawn) => drawn.toSorted((a, b) => a.capturedAtMs - b.capturedAtMs));
const judgeLast = (snapshots: readonly Snapshot[]): CheckResult[] => runChecklist(factsOf(snapshots.at(-1)!, snapshots.slice(0, -1)));

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) for (const inner of Object.values(Object.freeze(value))) frozen(inner);
  return value;
}

describe("every check, on any snapshot", () => {
  it("is pure: it changes nothing and says the same again", () => {
    fc.assert(
      fc.property(looks, (snapshots) => {
        expect(judgeLast(frozen(snapshots))).toEqual(judgeLast(snapshots));
      }),
    );
  });

  it("answers what survives JSON, with findings that have evidence and unknowns that have a cause", () => {
    fc.assert(
      fc.property(looks, (snapshots) => {
        for (const result of judgeLast(snapshots)) {
          expect(JSON.parse(JSON.stringify(result))).toEqual(result);
          const { status, evidence, notes, causes, why } = flattenOutcome(result.outcome);
          expect(evidence.length > 0).toBe(status === "warn" || status === "fail");
          expect(causes.length > 0).toBe(status === "unknown");
          expect(why !== null).toBe(status === "not_applicable");
          expect(Math.max(evidence.length, notes.length)).toBeLessThanOrEqual(EVIDENCE_MAX + 1);
        }
      }),
    );
  });

  it("is worded in full, in every language, as is the verdict", () => {
    fc.assert(
      fc.property(looks, fc.constantFrom(...LANGUAGES), (snapshots, language) => {
        const [text, results, last] = [checksText(language), judgeLast(snapshots), snapshots.at(-1)!];
        const sentences = results.flatMap(({ id, outcome }) => {
          const flat = flattenOutcome(outcome);
          return [checkSentence(text, id, flat), ...[...flat.evidence, ...flat.notes].map((each) => text.rules[each.rule](each))];
        });
        for (const each of [...sentences, verdictSentence(language, verdictOf(settle(null, results, last.capturedAtMs), last))]) {
          expect(plain(each)).toMatch(/\S.*[.。]$/);
          expect(plain(each)).not.toMatch(/NaN|Infinity|undefined|null|–(?!\d)/);
        }
      }),
    );
  });

  it("never gets better when its triggers are lowered, nor worse when they are raised", () => {
    const at = (points: number) => {
      const moved = ({ warnRatio, failRatio }: typeof DEFAULT_POLICY.tuple) => ({
        warnRatio: warnRatio + points / 100,
        failRatio: failRatio + points / 100,
      });
      const { tuple, host, timeWait, conntrack } = DEFAULT_POLICY;
      return { ...DEFAULT_POLICY, tuple: moved(tuple), host: moved(host), timeWait: moved(timeWait), conntrack: moved(conntrack) };
    };
    fc.assert(
      fc.property(anySnapshot, fc.integer({ min: -20, max: 0 }), fc.integer({ min: 0, max: 9 }), (snapshot, lower, higher) => {
        const [strict, lax] = [at(lower), at(higher)].map((policy) => runChecklist({ ...factsOf(snapshot), policy }));
        for (const [index, { outcome }] of strict!.entries())
          expect(rankOf(outcome.status)).toBeGreaterThanOrEqual(rankOf(lax![index]!.outcome.status));
      }),
    );
  });
});
