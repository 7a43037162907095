import { splitSnapshot } from "@berth/shared/domain/host/setup.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { describe, expect, test } from "vitest";
import { sampleNamespace, sampleSnapshot, sampleTuple } from "../../testing/sample-snapshot.ts";
import { summariseSample, tightestOf } from "./summarise-sample.ts";

const summarise = (snapshot: Snapshot) => summariseSample(splitSnapshot(snapshot).sample, snapshot);

describe("the figures of a sample", () => {
  test("are those of the tightest tuple of all namespaces, and the closes of all tuples", () => {
    const snapshot = sampleSnapshot(0, { tuples: [sampleTuple(100)] });
    snapshot.namespaces.push({ ...sampleNamespace([sampleTuple(14_116, 443)]), id: "2", name: "blue" });
    expect(summarise(snapshot)).toMatchObject({ usedPermille: 500, tightestPort: 443, closesTenths: 70 });
    expect(tightestOf(snapshot)).toMatchObject({ tuple: { namespaceName: "blue", usedRatio: 0.5 }, reason: null });
  });

  test("take the worse family of UDP and the worst pool", () => {
    expect(summarise(sampleSnapshot(0))).toMatchObject({ udpPermille: 1, bindPermille: 1 });
  });

  test("are strictly over a line exactly where the ratio is", () => {
    const usedPermille = (used: number, capacity: number) =>
      summarise(sampleSnapshot(0, { tuples: [{ ...sampleTuple(used), capacity }] })).usedPermille;
    expect([usedPermille(8_000, 10_000), usedPermille(8_001, 10_000), usedPermille(0, 10_000)]).toEqual([800, 801, 0]);
  });

  test("are null, not zero, where nothing could be read, and say which part", () => {
    const snapshot = sampleSnapshot(0, { tuples: [] });
    snapshot.namespaces = snapshot.namespaces.map((namespace) => ({ ...namespace, udp: null, pools: [] }));
    snapshot.gaps = [
      { part: "udp", reason: "malformed", namespaceId: null, hint: "" },
      { part: "tcp", reason: "denied", namespaceId: null, hint: "" },
    ];
    expect(summarise(snapshot)).toMatchObject({
      usedPermille: null,
      udpPermille: null,
      bindPermille: null,
      ceilingPermille: null,
      closesTenths: null,
    });
    expect(tightestOf(snapshot)).toEqual({ tuple: null, reason: "tcp-denied" });
  });

  test("hold the rate against what the ports can bear: 28,232 ports that are held for a minute, 470 a second", () => {
    const busy = { ...sampleTuple(14_200), established: 100, timeWait: 14_100, closesPerSecond: Array(6).fill(235), opensPerSecond: 235 };
    const { ceilingPermille } = summarise(sampleSnapshot(0, { tuples: [busy] }));
    expect(ceilingPermille).toBeGreaterThan(480);
    expect(ceilingPermille).toBeLessThan(520);
  });

  test("say nothing of a ceiling where the setup is not known", () => {
    const snapshot = sampleSnapshot(0, { tuples: [sampleTuple(14_200)] });
    expect(summariseSample(splitSnapshot(snapshot).sample, null)).toMatchObject({ usedPermille: 503, ceilingPermille: null });
  });

  test("say that nothing goes out where everything was read", () => {
    expect(tightestOf(sampleSnapshot(0, { tuples: [] }))).toEqual({ tuple: null, reason: "nothing-outbound" });
  });

  test("never leave 0 to 1000, also where a range has no port to give", () => {
    expect(summarise(sampleSnapshot(0, { tuples: [{ ...sampleTuple(3), capacity: 0 }] })).usedPermille).toBe(1_000);
    expect(summarise(sampleSnapshot(0, { tuples: [{ ...sampleTuple(3), capacity: 2 }] })).usedPermille).toBe(1_000);
  });
});
