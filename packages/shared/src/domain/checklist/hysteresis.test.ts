import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildNamespace, buildSnapshot, buildTuple } from "../../testing/build-snapshot.ts";
import { factsOf } from "../../testing/judge.ts";
import type { CheckOutcome, CheckResult, CheckStatus, Evidence } from "./check.ts";
import { type SettledCheck, type SettledChecks, settle } from "./hysteresis.ts";
import { outcomeOf, rankOf } from "./outcome.ts";
import { runChecklist } from "./run-checklist.ts";

const evidence = (subject: string): Evidence => ({ subject, namespaceId: null, observed: 1, limit: 1, unit: "ratio", rule: "dest-use" });

/** An outcome whose evidence, note or hint says which look it came from. */
function said(status: CheckStatus, look: number): CheckOutcome {
  const mark = `look ${look}`;
  if (status === "not_applicable") return { status, why: "platform" };
  if (status === "unknown") return { status, causes: [{ kind: "gap", part: "tcp", reason: "denied", hint: mark }], notes: [] };
  return status === "pass" ? outcomeOf({ notes: [evidence(mark)] }) : outcomeOf({ [status]: [evidence(mark)] });
}

const result = (status: CheckStatus, look: number): CheckResult => ({ id: "eph-dest", outcome: said(status, look) });

/** Every state on the way, one look every 10 s. */
function history(results: readonly CheckResult[]): SettledChecks[] {
  const states: SettledChecks[] = [];
  for (const [index, each] of results.entries()) states.push(settle(states.at(-1) ?? null, [each], (index + 1) * 10_000));
  return states;
}

const only = (state: SettledChecks | undefined): SettledCheck => state!.checks[0]!;
const lookOf = (outcome: CheckOutcome) => JSON.stringify(outcome).match(/look (\d+)/)?.[1];
const statuses = (...looks: CheckStatus[]) => history(looks.map(result)).map((state) => only(state).status);
/** One check, one tuple, through the engine. */
const ofRatio = (ratio: number): CheckResult => {
  const namespaces = [buildNamespace({ tuples: [buildTuple({ capacity: 1_000, used: Math.round(ratio * 1_000) })] })];
  return runChecklist(factsOf(buildSnapshot({ namespaces }))).find(({ id }) => id === "eph-dest")!;
};
const ofRatios = (...ratios: number[]) => history(ratios.map(ofRatio)).map((state) => only(state).status);

describe("2 of 3", () => {
  it.each<[string, CheckStatus[], CheckStatus[]]>([
    ["settles a first judgement at once", ["fail"], ["fail"]],
    ["does not believe a single bad look", ["pass", "fail", "pass", "pass"], ["pass", "pass", "pass", "pass"]],
    ["gets worse on two in a row", ["pass", "fail", "fail"], ["pass", "pass", "fail"]],
    ["gets worse on 2 of 3", ["pass", "fail", "pass", "fail"], ["pass", "pass", "pass", "fail"]],
    ["does not add up looks further apart", ["pass", "fail", "pass", "pass", "fail"], ["pass", "pass", "pass", "pass", "pass"]],
    ["gets as bad as 2 of 3 agree on", ["pass", "warn", "fail", "fail"], ["pass", "pass", "warn", "fail"]],
    ["gets better on two in a row", ["fail", "pass", "pass"], ["fail", "fail", "pass"]],
    ["gets only as well as both of them", ["fail", "warn", "pass", "pass"], ["fail", "fail", "warn", "pass"]],
    ["keeps a fail through a look that could not see", ["fail", "unknown", "fail"], ["fail", "fail", "fail"]],
    ["becomes unknown like any other state", ["pass", "unknown", "unknown"], ["pass", "pass", "unknown"]],
    ["follows a module that was loaded", ["not_applicable", "pass", "pass"], ["not_applicable", "not_applicable", "pass"]],
  ])("%s", (_, looks, expected) => {
    expect(statuses(...looks)).toEqual(expected);
  });

  it("says since when, and what the last look alone said", () => {
    const states = history([result("pass", 1), result("fail", 2), result("fail", 3), result("pass", 4)]);
    expect(only(states[1])).toMatchObject({ status: "pass", sinceMs: 10_000, observedStatus: "fail" });
    expect(only(states[2])).toMatchObject({ status: "fail", sinceMs: 30_000, observedStatus: "fail" });
    expect(only(states[3])).toMatchObject({ status: "fail", sinceMs: 30_000, observedStatus: "pass" });
  });

  it("shows the latest evidence of the settled state", () => {
    const states = history([
      result("pass", 1),
      result("warn", 2),
      result("pass", 3),
      result("fail", 4),
      result("fail", 5),
      result("pass", 6),
    ]);
    expect(states.map((state) => lookOf(only(state).outcome))).toEqual(["1", "1", "3", "2", "5", "5"]);
  });

  it("judges a check that is new to a host at once, and forgets one that is gone", () => {
    const first = settle(null, [result("pass", 1)], 1);
    const second = settle(first, [{ id: "ct-use", outcome: said("fail", 2) }], 2);
    expect(second.checks.map(({ id, status }) => [id, status])).toEqual([["ct-use", "fail"]]);
  });
});

describe("clearing", () => {
  it("holds a warn until the ratio is five points below its trigger", () => {
    expect(ofRatios(0.61, 0.59, 0.56, 0.56, 0.56)).toEqual(["warn", "warn", "warn", "warn", "warn"]);
    expect(ofRatios(0.61, 0.55, 0.55)).toEqual(["warn", "warn", "pass"]);
  });

  it("holds a fail until five points below 80, then falls to the state it is in", () => {
    expect(ofRatios(0.81, 0.76, 0.76, 0.76)).toEqual(["fail", "fail", "fail", "fail"]);
    expect(ofRatios(0.81, 0.75, 0.75)).toEqual(["fail", "fail", "warn"]);
    expect(ofRatios(0.81, 0.57, 0.57)).toEqual(["fail", "fail", "warn"]);
    expect(ofRatios(0.81, 0.2, 0.2)).toEqual(["fail", "fail", "pass"]);
  });

  it("does not trigger below the line: a pass at 57 % stays a pass", () => {
    expect(ofRatios(0.57, 0.57, 0.57)).toEqual(["pass", "pass", "pass"]);
  });

  it("shows the present figure and the line to fall below while it holds", () => {
    const held = only(history([ofRatio(0.61), ofRatio(0.57)]).at(-1));
    expect(held).toMatchObject({ status: "warn", observedStatus: "pass", outcome: { evidence: [{ observed: 0.57, limit: 0.55 }] } });
  });
});

describe("blindness", () => {
  it("keeps the evidence of a fail that it can no longer see", () => {
    const states = history([result("fail", 1), result("unknown", 2), result("unknown", 3), result("unknown", 4)]);
    expect(only(states[2])).toMatchObject({
      status: "unknown",
      lastKnown: { status: "fail", evidence: [{ subject: "look 1" }], atMs: 20_000 },
    });
    expect(only(states[3]).lastKnown).toEqual(only(states[2]).lastKnown);
  });

  it("forgets it once it can see again", () => {
    const states = history([result("fail", 1), result("unknown", 2), result("unknown", 3), result("pass", 4), result("pass", 5)]);
    expect(only(states[4])).toMatchObject({ status: "pass", lastKnown: null });
  });

  it("has nothing to remember of a pass", () => {
    expect(only(history([result("pass", 1), result("unknown", 2), result("unknown", 3)])[2]).lastKnown).toBeNull();
  });
});

describe("the host", () => {
  it("keeps its own since, whichever check decides", () => {
    const look = (dest: CheckStatus, conntrack: CheckStatus): CheckResult[] => [
      result(dest, 1),
      { id: "ct-use", outcome: said(conntrack, 1) },
    ];
    const first = settle(null, look("fail", "pass"), 1_000);
    const both = settle(settle(first, look("fail", "fail"), 2_000), look("fail", "fail"), 3_000);
    const other = settle(settle(both, look("pass", "fail"), 4_000), look("pass", "fail"), 5_000);
    expect(other).toMatchObject({ status: "fail", sinceMs: 1_000, judgedAtMs: 5_000 });
    expect(settle(settle(other, look("pass", "pass"), 6_000), look("pass", "pass"), 7_000)).toMatchObject({
      status: "pass",
      sinceMs: 7_000,
    });
  });
});

describe("properties", () => {
  const status = fc.constantFrom<CheckStatus>("not_applicable", "pass", "unknown", "warn", "fail");
  const looks = fc.array(status, { minLength: 1, maxLength: 20 });
  const ratios = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 12 });

  it("never flaps on alternating input: it changes once at most", () => {
    fc.assert(
      fc.property(status, status, fc.integer({ min: 2, max: 30 }), (a, b, length) => {
        const seen = statuses(...Array.from({ length }, (_, index) => (index % 2 ? b : a)));
        expect(seen.filter((each, index) => index > 0 && each !== seen[index - 1]).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("settles on what does not change, within two looks", () => {
    fc.assert(
      fc.property(looks, status, (before, last) => {
        expect(statuses(...before, last, last).at(-1)).toBe(last);
      }),
    );
  });

  it("changes nothing on repeats of a settled state but the time of judgement", () => {
    fc.assert(
      fc.property(looks, status, (before, last) => {
        const states = history([...before, last, last, last, last].map(result));
        const [earlier, later] = [only(states.at(-2)), only(states.at(-1))];
        expect(later).toMatchObject({ status: earlier.status, sinceMs: earlier.sinceMs, recent: earlier.recent });
      }),
    );
  });

  it("is monotone: worse looks never settle on something better", () => {
    const pairs = fc.array(fc.tuple(status, status), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(pairs, (drawn) => {
        const ordered = drawn.map((pair) => pair.toSorted((a, b) => rankOf(a) - rankOf(b)));
        const better = statuses(...ordered.map(([low]) => low!));
        const worse = statuses(...ordered.map(([, high]) => high!));
        for (const [index, each] of better.entries()) expect(rankOf(worse[index]!)).toBeGreaterThanOrEqual(rankOf(each));
      }),
    );
  });

  it("is monotone in the ratio, clearing distance included", () => {
    fc.assert(
      fc.property(ratios, fc.integer({ min: 0, max: 20 }), (drawn, more) => {
        const lower = ofRatios(...drawn.map((each) => each / 100));
        const higher = ofRatios(...drawn.map((each) => Math.min(1, (each + more) / 100)));
        for (const [index, each] of lower.entries()) expect(rankOf(higher[index]!)).toBeGreaterThanOrEqual(rankOf(each));
      }),
    );
  });

  it("is not moved by snapshots that are not newer", () => {
    fc.assert(
      fc.property(looks, status, fc.integer({ min: 0, max: 1_000_000 }), (before, late, agoMs) => {
        const state = history(before.map(result)).at(-1)!;
        expect(settle(state, [result(late, 99)], state.judgedAtMs - agoMs)).toBe(state);
      }),
    );
  });

  it("survives JSON, stays small, and always has an outcome of its own status", () => {
    fc.assert(
      fc.property(looks, (drawn) => {
        const state = history(drawn.map(result)).at(-1)!;
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
        expect(JSON.stringify(state).length).toBeLessThan(2_000);
        expect(only(state).outcome.status).toBe(only(state).status);
        expect(only(state).recent.length).toBeLessThanOrEqual(2);
      }),
    );
  });
});

describe("an event that was seen to happen", () => {
  const event = (status: CheckStatus, look: number): CheckResult => ({ ...result(status, look), settlesAtOnce: true });
  const settled = (...looks: CheckStatus[]) => history(looks.map(event)).map((state) => only(state).status);

  it("settles at once, with its own evidence", () => {
    expect(settled("pass", "fail")).toEqual(["pass", "fail"]);
    expect(settled("warn", "fail")).toEqual(["warn", "fail"]);
    expect(lookOf(only(history([event("pass", 1), event("warn", 2)])[1]).outcome)).toBe("2");
  });

  it("is over no sooner than another finding, and going blind takes two looks", () => {
    expect(settled("fail", "pass", "pass")).toEqual(["fail", "fail", "pass"]);
    expect(settled("pass", "unknown", "unknown")).toEqual(["pass", "pass", "unknown"]);
  });
});
