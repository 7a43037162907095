import { describe, expect, it } from "vitest";
import { INCIDENTS } from "../../testing/incidents.ts";
import { MADE_INCIDENTS } from "../../testing/made-incidents.ts";
import { wordDiagnosis } from "../../text/diagnosis.ts";
import type { Facts } from "../checklist/check.ts";
import { runChecklist } from "../checklist/run-checklist.ts";
import { CAUSES } from "./cause.ts";
import { diagnose } from "./diagnose.ts";

const named = (facts: Facts) => diagnose(facts, runChecklist(facts));

/** For a failing test: what was answered, in words. */
const said = (facts: Facts): string => {
  const { cause, evidence, rivals } = wordDiagnosis("en", named(facts));
  const line = (each: { cause: string; standing?: string; evidence: { sentence: string }[] }) =>
    `${each.standing ?? "named"} ${each.cause}: ${each.evidence.map(({ sentence }) => sentence).join(" ")}`;
  return [line({ cause, evidence }), ...rivals.map(line)].join("\n");
};

describe("a public incident", () => {
  it.each(INCIDENTS)("$id $ref is $cause", ({ facts, cause }) => {
    const diagnosis = named(facts);
    expect(diagnosis.cause, said(facts)).toBe(cause);
    expect(diagnosis.evidence.length).toBeGreaterThan(0);
  });
});

describe("a host as met in practice", () => {
  it.each(MADE_INCIDENTS)("$what: $cause", ({ facts, cause }) => {
    expect(named(facts).cause, said(facts)).toBe(cause);
  });

  it("is there for every cause of the list", () => {
    const covered = new Set([...INCIDENTS, ...MADE_INCIDENTS].map(({ cause }) => cause));
    expect(CAUSES.filter((cause) => !covered.has(cause))).toEqual([]);
  });
});
