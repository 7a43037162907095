import { describe, expect, it } from "vitest";
import { buildGap, buildNamespace, buildSnapshot, buildTuple } from "../../testing/build-snapshot.ts";
import { factsOf } from "../../testing/judge.ts";
import type { Snapshot } from "../host/snapshot.ts";
import { settle } from "./hysteresis.ts";
import { runChecklist } from "./run-checklist.ts";
import { verdictOf } from "./verdict-of.ts";

const looks = (...snapshots: Partial<Snapshot>[]) => {
  const built = snapshots.map((said, index) => buildSnapshot({ ...said, capturedAtMs: 1_000 + index }));
  const settled = built.reduce<ReturnType<typeof settle> | null>(
    (state, each) => settle(state, runChecklist(factsOf(each)), each.capturedAtMs),
    null,
  );
  return verdictOf(settled!, built.at(-1)!);
};
const at = (used: number): Partial<Snapshot> => ({ namespaces: [buildNamespace({ tuples: [buildTuple({ capacity: 100, used })] })] });

describe("a host's verdict", () => {
  it("is its worst check's first evidence", () => {
    expect(looks({ ...at(70), conntrack: { count: 99, max: 100, buckets: null } })).toMatchObject({
      status: "fail",
      checkId: "ct-use",
      sinceMs: 1_000,
      evidence: { rule: "conntrack-use" },
      cause: null,
    });
  });

  it("prefers, of equals, the check that bears most on ports, whatever the display order", () => {
    const odd = buildNamespace({ range: { low: 32_768, high: 65_534 }, tuples: [buildTuple({ capacity: 100, used: 70 })] });
    expect(looks({ namespaces: [odd] })).toMatchObject({ status: "warn", checkId: "eph-dest" });
  });

  it("on a pass is the tightest tuple", () => {
    expect(looks(at(37))).toMatchObject({ status: "pass", checkId: null, evidence: { rule: "dest-closest", observed: 0.37 } });
    expect(looks({})).toMatchObject({ status: "pass", evidence: null });
  });

  it("is unknown with the reason where ports could not be read, and remembers the last finding", () => {
    const blind = { gaps: [buildGap({ reason: "timeout" })] };
    expect(looks(blind)).toMatchObject({
      status: "unknown",
      checkId: "eph-dest",
      evidence: null,
      cause: { part: "tcp", reason: "timeout" },
    });
    expect(looks(at(90), blind, blind)).toMatchObject({ status: "unknown", sinceMs: 1_002, evidence: { rule: "dest-use", observed: 0.9 } });
  });

  it("is not unknown for a part that says nothing about ports", () => {
    expect(looks({ ...at(10), conntrack: null })).toMatchObject({ status: "pass" });
  });
});
