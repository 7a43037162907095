import { describe, expect, it } from "vitest";
import { buildNamespace, buildSnapshot, buildTcpStates, buildTuple } from "../../../testing/build-snapshot.ts";
import { judge, rulesOf } from "../../../testing/judge.ts";
import type { Tuple } from "../../host/snapshot.ts";
import { twDest } from "./tw-dest.ts";

const withTuple = (said: Partial<Tuple>) => ({ namespaces: [buildNamespace({ tuples: [buildTuple({ capacity: 1_000, ...said })] })] });

describe("tw-dest", () => {
  it.each([
    [300, "pass"],
    [301, "warn"],
    [600, "warn"],
    [601, "fail"],
  ])("judges %i TIME_WAIT of 1,000 ports as %s", (timeWait, status) => {
    expect(judge(twDest, withTuple({ used: timeWait, timeWait })).status).toBe(status);
  });

  it("does not count entries that a new connection may take over", () => {
    const outcome = judge(twDest, withTuple({ used: 100, timeWait: 900, reusableTimeWait: 800 }));
    expect(outcome).toMatchObject({ status: "pass", notes: [{ observed: 0.1 }, { rule: "time-wait-reusable", observed: 800 }] });
  });

  it("states no rate where the entries do not end", () => {
    const host = { ...buildSnapshot().host, os: "darwin", uptimeMs: 50 * 86_400_000 } as const;
    const tcpStates = { v4: buildTcpStates({ timeWait: 5_000 }), v6: buildTcpStates() };
    const tuple = buildTuple({ capacity: 16_384, used: 5_000, timeWait: 5_000, closesPerSecond: [166, 166, 166, 166, 166, 166] });
    const outcome = judge(twDest, { host, namespaces: [buildNamespace({ tcpStates, tuples: [tuple] })] });
    expect(outcome).toMatchObject({
      status: "warn",
      evidence: [{ rule: "time-wait-share" }],
      notes: [{ rule: "time-wait-stopped", observed: 5_000 }],
    });
    expect(outcome.status === "warn" && outcome.evidence[0]?.figures).not.toHaveProperty("closesPerSecond");
  });

  it("says of server-side TIME_WAIT that it costs no port", () => {
    const outcome = judge(twDest, { namespaces: [buildNamespace({ serverTimeWait: 50_000 })] });
    expect(outcome.status).toBe("pass");
    expect(rulesOf(outcome).notes).toEqual(["time-wait-server-side"]);
  });

  it("notes that tuples which were left out could be over the line", () => {
    const otherTuples = (worstUsedRatio: number) => ({
      namespaces: [buildNamespace({ otherTuples: { count: 3, entries: 900, worstUsedRatio, coverage: 0.5 } })],
    });
    expect(rulesOf(judge(twDest, otherTuples(0.3))).notes).toEqual([]);
    expect(rulesOf(judge(twDest, otherTuples(0.31))).notes).toEqual(["time-wait-left-out"]);
  });
});
