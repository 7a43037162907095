import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anySnapshot } from "../../testing/any-snapshot.ts";
import { buildChurn, buildHost, buildLog } from "../../testing/build-host.ts";
import { BUILT_AT_MS, buildTuple } from "../../testing/build-snapshot.ts";
import { DEFAULT_POLICY } from "../checklist/check.ts";
import type { Snapshot } from "../host/snapshot.ts";
import { judgeSnapshot } from "./judge-snapshot.ts";

const judge = (snapshot: Snapshot) => judgeSnapshot(snapshot, { minutes: 0, snapshots: [] }, DEFAULT_POLICY);

describe("the judgement of a snapshot", () => {
  it("has verdict, cause, remedies and checks that belong together", () => {
    const { verdict, cause, remedies, checks } = judge(buildHost("linux", { tuples: [buildChurn(26_000, { live: 100 })] }));
    expect(verdict).toMatchObject({ status: "fail", checkId: "eph-dest" });
    expect(cause).toBe("short-connections-one-destination");
    expect(remedies[0]).toMatchObject({ id: "reuse-connections", standing: "recommended" });
    expect(checks.find(({ id }) => id === "eph-dest")?.outcome.status).toBe("fail");
  });

  it("advises nothing where nothing is wrong", () => {
    expect(judge(buildHost("linux", { tuples: [buildTuple({ used: 40 })] }))).toMatchObject({
      verdict: { status: "pass" },
      cause: "not-port-exhaustion",
      remedies: [],
    });
  });

  it("answers any snapshot with what survives JSON, and changes nothing that it was given", () => {
    fc.assert(
      fc.property(anySnapshot, (snapshot) => {
        const before = JSON.stringify(snapshot);
        const judgement = judge(snapshot);
        expect(JSON.parse(JSON.stringify(judgement))).toEqual(judgement);
        expect(JSON.stringify(snapshot)).toBe(before);
      }),
      { numRuns: 50 },
    );
  });
});

describe("a refusal of hours ago", () => {
  const host = (lastMs: number | null) =>
    buildHost("linux", {
      tuples: [buildChurn(1, { destination: { address: "10.0.0.8", port: 6_379 } })],
      logs: [buildLog("connect-address-unavailable", { destination: "10.0.0.8:6379", lastMs })],
    });

  it("is not explained by the few entries of now", () => {
    expect(judge(host(BUILT_AT_MS - 6 * 3_600_000)).cause).toBe("unknown");
    expect(judge(host(BUILT_AT_MS - 60_000)).cause).toBe("fixed-source-port");
  });
});
