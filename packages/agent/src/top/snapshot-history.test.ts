import { BUILT_AT_MS, buildSnapshot } from "@berth/shared/testing/build-snapshot.ts";
import { describe, expect, it } from "vitest";
import { SnapshotHistory } from "./snapshot-history.ts";

describe("the snapshots that top remembers", () => {
  it("are one in two seconds of the last minute, one in ten before, and the newest", () => {
    const history = new SnapshotHistory();
    for (let second = 0; second <= 200; second++) history.push(buildSnapshot({ capturedAtMs: BUILT_AT_MS + second * 1000 }));
    const ages = history.all.map(({ capturedAtMs }) => 200 - (capturedAtMs - BUILT_AT_MS) / 1000);
    expect(ages.filter((age) => age > 60)).toEqual([200, 190, 180, 170, 160, 150, 140, 130, 120, 110, 100, 90, 80, 70]);
    expect(ages.filter((age) => age <= 60)).toHaveLength(31);
    expect(ages.at(-1)).toBe(0);
  });

  it("are forgotten after half an hour", () => {
    const history = new SnapshotHistory();
    for (let minute = 0; minute <= 60; minute++) history.push(buildSnapshot({ capturedAtMs: BUILT_AT_MS + minute * 60_000 }));
    expect(history.all).toHaveLength(37);
    expect(history.asHistory().minutes).toBe(36);
  });
});
