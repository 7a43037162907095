import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anySnapshot } from "../../testing/any-snapshot.ts";
import { buildListener, buildNamespace, buildPool, buildSettings, buildTcpStates, buildTuple } from "../../testing/build-snapshot.ts";
import type { NamespaceSnapshot } from "../host/snapshot.ts";
import { configurationOf, type Simulation, simulate } from "./simulate.ts";
import type { Change } from "./simulate-change.ts";
import { snapshotModel } from "./simulate-snapshot.ts";
import type { SimulatedUse } from "./simulate-use.ts";

/** 12 ports reserved, 3 listened on; 214 live connections and 25,906 in TIME_WAIT, 438 closes per second. */
const EXAMPLE: NamespaceSnapshot = buildNamespace({
  reserved: [{ low: 50_000, high: 50_011 }],
  tcpPortsInRange: 26_123,
  tcpStates: { v4: buildTcpStates({ established: 214, timeWait: 25_906, listen: 3 }), v6: buildTcpStates() },
  listeners: [40_001, 40_003, 40_005].map((port) => buildListener({ port })),
  tuples: [
    buildTuple({
      capacity: 28_220,
      used: 26_123,
      blocked: 3,
      established: 214,
      timeWait: 25_906,
      closesPerSecond: [438, 438, 438, 438, 438, 438],
    }),
  ],
});

function simulated(changes: Change[], namespace = EXAMPLE): Simulation {
  const present = configurationOf(namespace)!;
  return simulate(namespace, present, changes, snapshotModel(namespace, present));
}

const use = (...changes: Change[]): SimulatedUse => simulated(changes).tuples[0]!.after;
const share = ({ settles, capacity }: SimulatedUse): string => ((100 * settles.best) / capacity).toFixed(1);

describe("simulating the worked example", () => {
  it("is the present without a change", () => {
    const { tuples } = simulated([]);
    expect(tuples[0]!.after).toEqual(tuples[0]!.before);
    expect(use()).toMatchObject({ capacity: 28_220, used: 26_123, headroom: { best: 2_097 }, verdict: "unsafe" });
    expect([use().settles.best, share(use()), use().ceilingPerSecond!.toFixed(1)]).toEqual([26_497, "93.9", "466.5"]);
  });

  it("a pool does not shrink connections that are held open: only those that come and go become fewer", () => {
    const of = (said: Parameters<typeof buildTuple>[0], namespace = {}) =>
      simulated(
        [{ kind: "pool", requestsPerConnection: 20 }],
        buildNamespace({ range: { low: 40_000, high: 40_999 }, tuples: [buildTuple(said)], ...namespace }),
      );
    const held = { capacity: 1_000, used: 999, established: 999 };
    expect(of(held).tuples[0]!.after).toMatchObject({ used: 999, settles: { best: 999 }, verdict: "unsafe" });
    // One close a second: sixty of them pass within a TIME_WAIT.
    const mixed = { capacity: 1_000, used: 960, established: 900, timeWait: 60, closesPerSecond: [1, 1, 1, 1, 1, 1] };
    expect(of(mixed).tuples[0]!.after.settles.best).toBe(840 + 3 + 3);
    const pools = [buildPool({ capacity: 1_000, used: 999, boundInactive: 1 })];
    expect(of(held, { pools }).pools[0]!.after.rate?.settles.best).toBe(999);
  });

  it("a pool of 20 requests a connection takes a twentieth of the ports at the same ceiling", () => {
    const pooled = use({ kind: "pool", requestsPerConnection: 20 });
    expect([pooled.connectionsPerSecond, pooled.settles.best, share(pooled)]).toEqual([21.9, 1_328, "4.7"]);
    // With as many connections open as now: the verdict is judged on this.
    expect([pooled.settles.high, pooled.verdict]).toEqual([1_531, "safe"]);
    expect(pooled.ceilingPerSecond).toBeCloseTo(466.5, 1);
  });

  it("a wider range raises the ceiling and leaves the use as it is", () => {
    const wider = use({ kind: "set-range", range: { low: 15_000, high: 64_999 } });
    expect([wider.capacity, wider.settles.best, share(wider), Math.round(wider.ceilingPerSecond!)]).toEqual([49_988, 26_497, "53.0", 826]);
    expect(wider.verdict).toBe("safe");
  });

  it("a second source doubles capacity and ceiling", () => {
    const two = use({ kind: "sources", count: 2 });
    expect([two.tuples, two.capacity, share(two), Math.round(two.ceilingPerSecond!)]).toEqual([2, 56_440, "47.0", 933]);
    expect(two.verdict).toBe("safe");
  });

  it("tcp_tw_reuse leaves a second's worth of ports that cannot be reused", () => {
    const reusing = use({ kind: "tw-reuse", mode: 1 });
    expect([reusing.settles.best, share(reusing), Math.round(reusing.ceilingPerSecond! / 100)]).toEqual([655, "2.3", 190]);
    expect(reusing.headroom).toMatchObject({ best: 2_097 + 25_906 - 438 });
  });

  it("tcp_fin_timeout is no change at all; a settings change that does not touch TIME_WAIT moves nothing", () => {
    expect(use({ kind: "timestamps", mode: 2 })).toEqual(use());
  });

  it("several at once add up", () => {
    const both = use({ kind: "set-range", range: { low: 15_000, high: 64_999 } }, { kind: "pool", requestsPerConnection: 20 });
    expect(both).toMatchObject({ capacity: 49_988, settles: { best: 1_328 }, verdict: "safe" });
  });
});

describe("simulating from a snapshot", () => {
  it("takes reserved ports out of the capacity, and never adds headroom", () => {
    const { before, after } = simulated([{ kind: "reserve", ports: [{ low: 33_000, high: 33_999 }] }]).tuples[0]!;
    expect(after.capacity).toBe(27_220);
    expect(after.headroom.low).toBeLessThanOrEqual(before.headroom.low);
    expect(after.headroom.best).toBeLessThanOrEqual(before.headroom.best!);
  });

  it("does not know where the ports of listeners outside the range lie", () => {
    const unseen = { ...EXAMPLE, tcpStates: { v4: buildTcpStates({ listen: 40 }), v6: buildTcpStates() } };
    const present = configurationOf(unseen)!;
    const range = { low: 15_000, high: 64_999 };
    const [{ after }] = simulate(unseen, present, [{ kind: "set-range", range }], snapshotModel(unseen, present)).tuples as [never];
    expect(after).toMatchObject({ headroom: { low: 49_988 - 26_123 - 37, best: 49_988 - 26_123 } });
  });

  it("gives no TIME_WAIT of bound ports back by reuse", () => {
    const bound = { ...EXAMPLE, pools: [buildPool({ boundInactive: 4 })] };
    expect(simulated([{ kind: "tw-reuse", mode: 1 }], bound).tuples[0]!.after).toMatchObject({ used: 26_123, settles: { best: 26_497 } });
    expect(simulated([{ kind: "no-port" }], bound).pools[0]!.after.headroom).toMatchObject({ unlimited: true });
  });

  it("knows what a bind-first pool bears over all destinations, and where it settles", () => {
    const bound = { ...EXAMPLE, pools: [buildPool({ capacity: 28_220, used: 26_135, boundInactive: 12 })] };
    const rate = (...changes: Change[]) => simulated(changes, bound).pools[0]!.after.rate;
    expect(rate()).toMatchObject({ connectionsPerSecond: 438, settles: { best: 26_280 + 214 + 15 }, verdict: "unsafe" });
    expect(Math.round(rate()!.ceilingPerSecond!)).toBe(466);
    expect(rate({ kind: "pool", requestsPerConnection: 20 })).toMatchObject({ settles: { best: 1_340, high: 1_543 }, verdict: "safe" });
    expect(rate({ kind: "close-leak", what: "bound" })).toMatchObject({ settles: { best: 26_280 + 214 + 3 } });
    expect(rate({ kind: "no-port" })).toBeNull();
    expect(simulated([], { ...EXAMPLE, pools: [buildPool()] }).pools[0]!.after.rate).toBeNull();
  });

  it("takes reuse away as it gives it", () => {
    const loopback = {
      ...EXAMPLE,
      settings: buildSettings(),
      tuples: [
        buildTuple({
          source: "127.0.0.1",
          destination: { address: "127.0.0.1", port: 9_000 },
          timeWait: 5_000,
          reusableTimeWait: 4_000,
          used: 1_000,
        }),
      ],
    };
    expect(simulated([{ kind: "tw-reuse", mode: 0 }], loopback).tuples[0]!.after.used).toBe(5_000);
  });

  const anyRange = fc
    .tuple(fc.integer({ min: 1_024, max: 65_535 }), fc.integer({ min: 1_024, max: 65_535 }))
    .map(([a, b]) => ({ low: Math.min(a, b), high: Math.max(a, b) }));

  it("is the present without a change, and keeps low ≤ best ≤ high within capacity with any", () => {
    fc.assert(
      fc.property(anySnapshot, anyRange, anyRange, (snapshot, range, reserved) => {
        for (const namespace of snapshot.namespaces) {
          const present = configurationOf(namespace);
          if (!present) continue;
          const modelOf = snapshotModel(namespace, present);
          for (const { before, after } of simulate(namespace, present, [], modelOf).tuples) expect(after).toEqual(before);
          const changes: Change[] = [
            { kind: "set-range", range },
            { kind: "reserve", ports: [reserved] },
            { kind: "tw-reuse", mode: 1 },
          ];
          for (const { after } of simulate(namespace, present, changes, modelOf).tuples) {
            const { low, best, high } = after.headroom as { low: number; best: number; high: number };
            expect([low <= best, best <= high, low >= 0, high <= after.capacity]).toEqual([true, true, true, true]);
          }
        }
      }),
    );
  });
});
