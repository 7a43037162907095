import { describe, expect, it } from "vitest";
import { crowdedSnapshot } from "../testing/crowded-snapshot.ts";
import { emptySnapshot } from "../testing/empty-snapshot.ts";
import { reportOn } from "./check-report.ts";

describe("check report", () => {
  it("exits 2 on a fail and names the tuple that fails", () => {
    const { exitCode, verdict } = reportOn(crowdedSnapshot, "en", false);
    expect({ exitCode, status: verdict.status, checkId: verdict.checkId }).toEqual({ exitCode: 2, status: "fail", checkId: "eph-dest" });
    expect(verdict.sentence).toContain("10.0.3.17 → 10.4.7.21:6379");
  });

  it("exits 3 where neither range nor ports could be read", () => {
    expect(reportOn(emptySnapshot, "en", false)).toMatchObject({ exitCode: 3, verdict: { status: "unknown" } });
  });

  it("lists tuples and pools of all namespaces, tightest first, with whole fields", () => {
    const { tuples, pools } = reportOn(crowdedSnapshot, "en", false);
    expect(tuples.map(({ namespaceId, used }) => [namespaceId, used])).toEqual([
      ["4026531833", 26_120],
      ["4026531833", 18_000],
      ["4026531833", 3_904],
      ["4026532301", 900],
      ["4026531833", 12],
    ]);
    expect(tuples[0]).toEqual({
      namespaceId: "4026531833",
      namespace: null,
      source: "10.0.3.17",
      destination: { address: "10.4.7.21", port: 6_379 },
      capacity: 28_232,
      used: 26_120,
      usedRatio: 26_120 / 28_232,
      headroom: { unlimited: false, low: 1_818, high: 2_112, best: 2_112 },
      closesPerSecond: 438,
    });
    expect(pools.map(({ source }) => source)).toEqual(["10.0.3.17", "::"]);
  });
});
