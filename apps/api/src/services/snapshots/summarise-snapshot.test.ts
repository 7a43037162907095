import { describe, expect, test } from "vitest";
import { sampleNamespace, sampleSnapshot, sampleTuple } from "../../testing/sample-snapshot.ts";
import { summariseSnapshot } from "./summarise-snapshot.ts";

describe("the figures of a snapshot", () => {
  test("are those of the tightest tuple of all namespaces", () => {
    const snapshot = sampleSnapshot(0, { tuples: [sampleTuple(100)] });
    snapshot.namespaces.push({ ...sampleNamespace([sampleTuple(14_116, 443)]), id: "2", name: "blue" });
    expect(summariseSnapshot(snapshot)).toMatchObject({
      tightestUsedRatio: 0.5,
      used: 14_116,
      tightestPort: 443,
      closesPerSecond: 3.5,
      tightest: { tuple: { namespaceName: "blue", usedRatio: 0.5 }, reason: null },
    });
  });

  test("take the worse family of UDP and the worst pool", () => {
    const { udpUsedRatio, bindPoolUsedRatio } = summariseSnapshot(sampleSnapshot(0));
    expect(udpUsedRatio).toBeCloseTo(1 / 28_232);
    expect(bindPoolUsedRatio).toBeCloseTo(7 / 28_232);
  });

  test("are null, not zero, where nothing could be read, and say which part", () => {
    const snapshot = sampleSnapshot(0, { tuples: [] });
    snapshot.namespaces = snapshot.namespaces.map((namespace) => ({ ...namespace, udp: null, pools: [] }));
    snapshot.gaps = [
      { part: "udp", reason: "malformed", namespaceId: null, hint: "" },
      { part: "tcp", reason: "denied", namespaceId: null, hint: "" },
    ];
    expect(summariseSnapshot(snapshot)).toMatchObject({
      tightestUsedRatio: null,
      udpUsedRatio: null,
      bindPoolUsedRatio: null,
      tightest: { tuple: null, reason: "tcp-denied" },
    });
  });

  test("say that nothing goes out where everything was read", () => {
    expect(summariseSnapshot(sampleSnapshot(0, { tuples: [] })).tightest).toEqual({ tuple: null, reason: "nothing-outbound" });
  });

  test("never leave 0 to 1, also where a range has no port to give", () => {
    expect(summariseSnapshot(sampleSnapshot(0, { tuples: [{ ...sampleTuple(3), capacity: 0 }] })).tightestUsedRatio).toBe(1);
    expect(summariseSnapshot(sampleSnapshot(0, { tuples: [{ ...sampleTuple(3), capacity: 2 }] })).tightestUsedRatio).toBe(1);
  });
});
