import { BUILT_AT_MS, buildNamespace, buildPool, buildSettings, buildSnapshot, buildTuple } from "@berth/shared/testing/build-snapshot.ts";
import { describe, expect, it } from "vitest";
import { portRows } from "./port-rows.ts";

const at = (secondsAgo: number, used: number) =>
  buildSnapshot({
    capturedAtMs: BUILT_AT_MS - secondsAgo * 1000,
    namespaces: [buildNamespace({ tuples: [buildTuple({ capacity: 1_000, used, timeWait: 0 })], pools: [buildPool({ used: 3 })] })],
  });

describe("the rows of top", () => {
  it("put a pool that nobody draws on last, without a forecast", () => {
    const tuples = [buildTuple({ capacity: 1_000, used: 100, timeWait: 100, closesPerSecond: Array(6).fill(2) })];
    const pools = (boundInactive: number) => [buildPool({ capacity: 1_000, used: 900, boundInactive })];
    const rows = (boundInactive: number) =>
      portRows([buildSnapshot({ namespaces: [buildNamespace({ tuples, pools: pools(boundInactive) })] })]);
    expect(rows(0).map(({ kind, forecast }) => [kind, forecast.kind])).toEqual([
      ["tuple", "unknown"],
      ["pool", "undrawn"],
    ]);
    expect(rows(5).map(({ kind }) => kind)).toEqual(["pool", "tuple"]);
  });

  it("know that reuse hides some of what is opened", () => {
    const settings = buildSettings({ tcpTwReuse: 1 });
    const reused = buildTuple({ used: 40, timeWait: 900, reusableTimeWait: 860, closesPerSecond: Array(6).fill(15) });
    const row = (tuple = reused) => portRows([buildSnapshot({ namespaces: [buildNamespace({ settings, tuples: [tuple] })] })])[0]!;
    expect(row().isRateFloor).toBe(true);
  });

  it("are what anything is taken from, the tightest first", () => {
    const rows = portRows([at(0, 900)]);
    expect(rows.map(({ kind, used }) => [kind, used])).toEqual([
      ["tuple", 900],
      ["pool", 3],
    ]);
    expect(rows[0]).toMatchObject({ subject: "10.0.3.17 → 10.4.7.21:6379", trend: [0.9] });
  });

  it("remember the half hour of each, with a gap where it was not listed", () => {
    const without = buildSnapshot({ capturedAtMs: BUILT_AT_MS - 10_000 });
    expect(portRows([at(20, 500), without, at(0, 600)])[0]!.trend).toEqual([0.5, null, 0.6]);
  });

  it("forecast a leak from what was seen", () => {
    const growing = Array.from({ length: 20 }, (_, index) => at((19 - index) * 60, 500 + index * 10));
    expect(portRows(growing)[0]!.forecast).toMatchObject({ kind: "minutes" });
    const still = Array.from({ length: 20 }, (_, index) => at((19 - index) * 60, 500));
    expect(portRows(still)[0]!.forecast).toMatchObject({ kind: "never" });
  });

  it("count the failures of a destination with its row", () => {
    const failure = { errno: 99, operation: "connect", protocol: "tcp", source: null, process: "app", atMs: 1, count: 3 } as const;
    const snapshot = { ...at(0, 1_000), failures: [{ ...failure, destination: { address: "10.4.7.21", port: 6379 } }] };
    expect(portRows([snapshot])[0]!.failures).toBe(3);
    const elsewhere = { ...snapshot, failures: snapshot.failures.map((each) => ({ ...each, namespaceId: "1" })) };
    expect(portRows([elsewhere])[0]!.failures).toBe(0);
  });
});
