import { describe, expect, it } from "vitest";
import { buildTuple } from "../../testing/build-snapshot.ts";
import type { ProcessUse, Tuple } from "../host/snapshot.ts";
import { churns, poolingByHolder, poolingOf } from "./pooling.ts";

const closing = (perSecond: number, said: Partial<Tuple> = {}): Tuple => buildTuple({ closesPerSecond: Array(6).fill(perSecond), ...said });

describe("how a destination's connections are used", () => {
  it("counts the larger of what was seen to open and to close", () => {
    expect(poolingOf(closing(12, { opensPerSecond: 3 })).connectionsPerSecond).toBe(12);
    expect(poolingOf(closing(2, { opensPerSecond: 30 })).connectionsPerSecond).toBe(30);
    expect(poolingOf(closing(2)).connectionsPerSecond).toBe(2);
  });

  it("tells what is kept from what is thrown away", () => {
    expect(poolingOf(buildTuple({ established: 5, timeWait: 95 }))).toMatchObject({ waitingPerLive: 19, keptRatio: 0.05 });
    expect(poolingOf(buildTuple({ established: 0, timeWait: 9 }))).toMatchObject({
      waitingPerLive: Number.POSITIVE_INFINITY,
      keptRatio: 0,
    });
    expect(poolingOf(buildTuple())).toMatchObject({ waitingPerLive: 0, keptRatio: 1, medianLifeMs: null });
  });

  it.each([
    ["9 a second", closing(9, { timeWait: 540, established: 1 }), false],
    ["10 a second, ten waiting for each live one", closing(10, { timeWait: 600, established: 60 }), true],
    ["10 a second, nine waiting for each live one", closing(10, { timeWait: 539, established: 60 }), false],
    ["short ones that leave nothing behind", closing(0, { opensPerSecond: 10, medianLifeMs: 1_999 }), true],
    ["long ones", closing(0, { opensPerSecond: 10, medianLifeMs: 2_000 }), false],
  ])("calls %s churn: %s", (_, tuple, isChurn) => {
    expect(churns(tuple)).toBe(isChurn);
  });

  it("shares the rate out among those who had the connections, not those who keep one open", () => {
    const tuple = closing(100, {
      holders: [
        { process: "pool", share: 0.9, basis: "live" },
        { process: "cron", share: 0.25, basis: "inferred" },
        { process: "web", share: 0.75, basis: "inferred" },
      ],
    });
    const found = poolingByHolder(tuple, [{ name: "web", runtime: "python" } as ProcessUse]);
    expect(found.map(({ holder, connectionsPerSecond, runtime }) => [holder.process, connectionsPerSecond, runtime])).toEqual([
      ["web", 75, "python"],
      ["cron", 25, null],
    ]);
  });
});
