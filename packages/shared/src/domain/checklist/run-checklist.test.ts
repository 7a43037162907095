import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  BUILT_AT_MS,
  buildGap,
  buildNamespace,
  buildPool,
  buildSettings,
  buildSnapshot,
  buildTuple,
} from "../../testing/build-snapshot.ts";
import { factsOf, judge, minutely } from "../../testing/judge.ts";
import { GAP_PARTS, GAP_REASONS } from "../host/gap.ts";
import type { Snapshot } from "../host/snapshot.ts";
import { ALL_CHECKS, HISTORY_MINUTES } from "./all-checks.ts";
import { CHECK_IDS, type Check, type CheckId, DEFAULT_POLICY, defineCheck, type Evidence, type Facts } from "./check.ts";
import { EVIDENCE_MAX, outcomeOf } from "./outcome.ts";
import { runChecklist } from "./run-checklist.ts";

const note = (subject: string, observed = 0): Evidence => ({
  subject,
  namespaceId: null,
  observed,
  limit: null,
  unit: "entries",
  rule: "dest-none",
});

/** A check that fails where a namespace is named "bad" and otherwise passes, noting what it was shown. */
const witness = (said: Partial<Check> = {}): Check =>
  defineCheck({
    id: "eph-dest",
    number: 1,
    founding: 2,
    needs: { parts: ["tcp", "range"], minutes: 0 },
    platforms: ["linux"],
    evaluate: ({ current }: Facts) => {
      const names = current.namespaces.map(({ name }) => name ?? "");
      return outcomeOf({ fail: names.filter((name) => name === "bad").map((name) => note(name)), notes: names.map((name) => note(name)) });
    },
    ...said,
  });

const subjects = (evidence: readonly Evidence[]) => evidence.map(({ subject }) => subject);
const good = buildNamespace({ id: "1", name: "good" });
const bad = buildNamespace({ id: "2", name: "bad" });
const other = buildNamespace({ id: "3", name: "other" });

describe("what a check needs", () => {
  it("shows a check only the namespaces in which everything was read", () => {
    const outcome = judge(witness(), { namespaces: [good, other], gaps: [buildGap({ namespaceId: "3" })] });
    expect(outcome).toMatchObject({ status: "unknown", causes: [{ kind: "gap", part: "tcp", reason: "denied" }] });
    expect("notes" in outcome && subjects(outcome.notes)).toEqual(["good", "other"]);
    expect("notes" in outcome && outcome.notes[1]).toMatchObject({ rule: "namespace-unread", figures: { part: "tcp", reason: "denied" } });
  });

  it("lets a fail in a readable namespace outrank an unreadable one, which is still named", () => {
    const outcome = judge(witness(), { namespaces: [bad, other], gaps: [buildGap({ namespaceId: "3" })] });
    expect(outcome.status).toBe("fail");
    expect("notes" in outcome && subjects(outcome.notes)).toEqual(["bad", "other"]);
  });

  it("does not judge what it could see of an unreadable namespace", () => {
    expect(judge(witness(), { namespaces: [good, bad], gaps: [buildGap({ namespaceId: "2" })] }).status).toBe("unknown");
  });

  it("lets a check that stands on a part find what is wrong in it, and pass nothing", () => {
    const check = witness({ standsOnPart: true });
    const part = (reason: "truncated" | "malformed" | "denied", name: string) =>
      judge(check, { namespaces: [buildNamespace({ id: "2", name })], gaps: [buildGap({ reason, namespaceId: "2" })] });
    for (const reason of ["truncated", "malformed"] as const) {
      expect(part(reason, "bad").status).toBe("fail");
      expect(part(reason, "good")).toMatchObject({ status: "unknown", causes: [{ part: "tcp", reason }] });
    }
    expect(part("denied", "bad").status).toBe("unknown");
    const range = { namespaces: [bad], gaps: [buildGap({ part: "range", reason: "malformed" })] };
    expect(judge(check, range).status).toBe("unknown");
  });

  it("lets such a check find what is wrong although reserved ports are not known, which only take ports away", () => {
    const parts = ["tcp", "range"] as const;
    const judged = (name: string, standsOnPart: boolean, reason: "unsupported" | "truncated" = "unsupported") =>
      judge(witness({ standsOnPart, needs: { parts: [...parts], minutes: 0 } }), {
        namespaces: [buildNamespace({ id: "2", name })],
        gaps: [buildGap({ part: "reservedPorts", reason, namespaceId: "2" })],
      });
    expect(judged("bad", true).status).toBe("fail");
    expect(judged("good", true)).toMatchObject({ status: "unknown", causes: [{ part: "reservedPorts" }] });
    expect(judged("bad", false).status).toBe("unknown");
    expect(judged("good", false, "truncated").status).toBe("pass");
  });

  it("does not call a check that nothing can be shown", () => {
    const evaluate = () => {
      throw new Error("called");
    };
    expect(judge(witness({ evaluate }), { gaps: [buildGap()] })).toMatchObject({ status: "unknown", notes: [] });
    expect(judge(witness({ evaluate }), { namespaces: [], gaps: [buildGap({ part: "namespaces", reason: "timeout" })] })).toMatchObject({
      causes: [{ part: "namespaces", reason: "timeout" }],
    });
    expect(judge(witness({ evaluate, platforms: ["windows"] }), {})).toEqual({ status: "not_applicable", why: "platform" });
  });

  it.each([
    ["tcp", { tcpStates: null }],
    ["udp", { udp: null }],
    ["range", { capacity: null }],
    ["reservedPorts", { reserved: null }],
  ] as const)("takes a missing %s for unread even where no gap says so", (part, said) => {
    const check = witness({ needs: { parts: [part], minutes: 0 } });
    expect(judge(check, { namespaces: [buildNamespace(said)] })).toMatchObject({
      status: "unknown",
      causes: [{ part, reason: "unsupported" }],
    });
    expect(judge(check, {}).status).toBe("pass");
  });

  it("asks of the settings only for those that the check names", () => {
    const check = witness({ needs: { parts: ["settings"], settings: ["tcpTwReuse"], minutes: 0 } });
    const without = (name: "tcpTwReuse" | "somaxconn") => ({
      namespaces: [buildNamespace({ settings: buildSettings({ [name]: null }) })],
      gaps: [buildGap({ part: "settings" })],
    });
    expect(judge(check, without("somaxconn")).status).toBe("pass");
    expect(judge(check, without("tcpTwReuse")).status).toBe("unknown");
  });

  it("says each cause once", () => {
    const outcome = judge(witness(), { namespaces: [good, other], gaps: [buildGap({ hint: "run as root" })] });
    expect(outcome).toMatchObject({ causes: [{ part: "tcp", reason: "denied", hint: "run as root" }] });
  });

  it("says nothing of a namespace that has gone meanwhile", () => {
    const outcome = judge(witness(), { gaps: [buildGap({ part: "namespaces", reason: "absent", namespaceId: "9" })] });
    expect("notes" in outcome && outcome.notes).toHaveLength(1);
  });

  it("notes namespaces that could not be entered at all, and does not pass in silence", () => {
    const outcome = judge(witness(), { gaps: [buildGap({ part: "namespaces", hint: "needs CAP_SYS_ADMIN" })] });
    expect(outcome).toMatchObject({ status: "pass", notes: [{}, { rule: "namespaces-unseen", figures: { reason: "denied" } }] });
  });
});

describe("history", () => {
  const seen = (minutes: number): Check =>
    witness({
      needs: { parts: ["tcp"], minutes },
      evaluate: ({ history }) => outcomeOf({ notes: [note(String(history.minutes), history.snapshots.length)] }),
    });
  const historyOf = (minutes: number, earlier = minutely(60, () => ({}))) => {
    const outcome = judge(seen(minutes), {}, earlier);
    const [only] = "notes" in outcome ? outcome.notes : [];
    return { minutes: Number(only?.subject), snapshots: only?.observed };
  };

  it("reaches back as far as the check declares, the snapshot at the edge included", () => {
    expect(historyOf(30)).toEqual({ minutes: 30, snapshots: 30 });
    expect(historyOf(0)).toEqual({ minutes: 0, snapshots: 0 });
    expect(
      historyOf(
        30,
        minutely(12, () => ({})),
      ),
    ).toEqual({ minutes: 12, snapshots: 12 });
  });

  it("takes the next older snapshot where none lies on the edge", () => {
    const sparse = [45, 31, 10].map((ago) => buildSnapshot({ capturedAtMs: BUILT_AT_MS - ago * 60_000 }));
    expect(historyOf(30, sparse)).toEqual({ minutes: 31, snapshots: 2 });
  });

  it("leaves out another boot, and what came after the judged snapshot", () => {
    const reboot = minutely(30, (ago) => (ago > 5 ? { bootId: "before" } : {}));
    expect(historyOf(30, [...reboot, buildSnapshot({ capturedAtMs: BUILT_AT_MS + 1 })])).toEqual({ minutes: 5, snapshots: 5 });
  });

  it("asks callers for enough for every check", () => {
    expect(HISTORY_MINUTES).toBe(35);
  });
});

describe("results", () => {
  it("has one for each check, in display order", () => {
    expect(runChecklist(factsOf(buildSnapshot())).map(({ id }) => id)).toEqual(ALL_CHECKS.map(({ id }) => id));
    expect(ALL_CHECKS.map(({ id }) => id).toSorted()).toEqual([...CHECK_IDS].toSorted());
  });

  it.each([
    [0.55, undefined],
    [0.56, "warn"],
    [0.61, undefined],
    [0.75, undefined],
    [0.76, "fail"],
  ])("of a tuple at %f carries what five points lower triggers would say, where that is worse: %s", (ratio, status) => {
    const namespaces = [buildNamespace({ tuples: [buildTuple({ capacity: 100, used: ratio * 100 })] })];
    const result = runChecklist(factsOf(buildSnapshot({ namespaces }))).find(({ id }) => id === "eph-dest");
    expect(result?.clearing?.status).toBe(status);
  });

  it.each<[CheckId, Partial<Snapshot>]>([
    ["eph-host", { namespaces: [buildNamespace({ pools: [buildPool({ capacity: 100, used: 58, boundInactive: 1 })] })] }],
    ["tw-dest", { namespaces: [buildNamespace({ tuples: [buildTuple({ capacity: 100, used: 28, timeWait: 28 })] })] }],
    ["ct-use", { conntrack: { count: 73, max: 100, buckets: null } }],
  ])("of %s lowers its own triggers", (id, said) => {
    expect(runChecklist(factsOf(buildSnapshot(said))).find((result) => result.id === id)).toMatchObject({
      outcome: { status: "pass" },
      clearing: { status: "warn" },
    });
  });

  it("lists a bounded number of findings and counts the rest", () => {
    const tuples = Array.from({ length: EVIDENCE_MAX + 5 }, (_, port) =>
      buildTuple({ capacity: 100, used: 90, destination: { address: "10.0.0.1", port } }),
    );
    const [result] = runChecklist(factsOf(buildSnapshot({ namespaces: [buildNamespace({ tuples })] })), [ALL_CHECKS[1]!]);
    const evidence = result && "evidence" in result.outcome ? result.outcome.evidence : [];
    expect(evidence).toHaveLength(EVIDENCE_MAX + 1);
    expect(evidence.at(-1)).toMatchObject({ rule: "more", observed: 5 });
  });

  it("never passes a check whose needs have a gap, whatever else is in the snapshot", () => {
    const part = fc.constantFrom(...GAP_PARTS);
    const gap = fc.record({ part, reason: fc.constantFrom(...GAP_REASONS), namespaceId: fc.constant(null), hint: fc.constant("") });
    const use = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(fc.array(gap, { minLength: 1, maxLength: 4 }), use, use, (gaps, used, pooled) => {
        const namespaces = [
          buildNamespace({
            tuples: [buildTuple({ capacity: 100, used })],
            pools: [buildPool({ capacity: 100, used: pooled, boundInactive: 1 })],
            tcpStates: gaps.some(({ part }) => part === "tcp") ? null : buildNamespace().tcpStates,
          }),
        ];
        const results = runChecklist({ ...factsOf(buildSnapshot({ namespaces, gaps })), policy: DEFAULT_POLICY });
        for (const check of ALL_CHECKS.filter(({ platforms }) => platforms.includes("linux"))) {
          const isBlind = check.needs.parts.some(
            (needed) => !["settings", "conntrack"].includes(needed) && gaps.some(({ part }) => part === needed),
          );
          const status = results.find(({ id }) => id === check.id)?.outcome.status;
          if (isBlind) expect(status).toBe("unknown");
        }
      }),
    );
  });
});
