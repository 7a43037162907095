import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildNamespace, buildSettings, buildTuple } from "../../testing/build-snapshot.ts";
import type { Tuple } from "../host/snapshot.ts";
import { platformHold } from "./hold-time.ts";
import { outlookOf } from "./outlook.ts";
import { useOfPool, useOfTuple, useOfUdp } from "./port-use.ts";

const useOf = (said: Partial<Tuple>, settings = buildSettings()) =>
  useOfTuple("linux", buildNamespace({ settings }), buildTuple(said), platformHold("linux"));
const steady = (rate: number, live: number, capacity = 28_217): Partial<Tuple> => ({
  capacity,
  used: live + rate * 60,
  timeWait: rate * 60,
  closesPerSecond: Array.from({ length: 6 }, () => rate),
  releases: Array.from({ length: 60 }, () => rate),
});
const value = (figure: { isKnown: boolean } | null) => (figure?.isKnown ? (figure as unknown as { value: number }).value : null);

describe("the outlook of a tuple", () => {
  it("agrees with Little’s law on the worked example", () => {
    const outlook = outlookOf(useOf(steady(438, 214)));
    expect(value(outlook.opensPerSecond)).toBe(438);
    expect(value(outlook.lifeSeconds)).toBeCloseTo(0.49, 2);
    expect(value(outlook.ceilingPerSecond)).toBeCloseTo(466.5, 1);
    expect(outlook.roomRatio).toBeCloseTo(0.065, 3);
    expect(value(outlook.steadyPorts)).toBeCloseTo(26_494, 0);
    expect(outlook.secondsToFull).toBeNull();
    expect(outlook.half.isPast).toBe(true);
  });

  it("stays where it is at a steady rate, second by second", () => {
    const { usedAhead } = outlookOf(useOf(steady(100, 50)));
    for (const used of usedAhead!) expect(used).toBeCloseTo(6_050);
  });

  it("knows half a minute after a step where it will settle, and to the second when the last port goes", () => {
    const stepped = steady(100, 0, 20_000);
    const timeWait = 100 * 40 + 600 * 20;
    const outlook = outlookOf(useOf({ ...stepped, used: timeWait, timeWait, closesPerSecond: [100, 100, 100, 100, 600, 600] }));
    expect(value(outlook.steadyPorts)).toBe(36_000);
    expect(outlook.secondsToFull).toBe((20_000 - 16_000) / 500);
  });

  it("does not take one window of 10 s for a new rate", () => {
    expect(value(outlookOf(useOf({ ...steady(100, 0), closesPerSecond: [100, 100, 100, 100, 100, 900] })).opensPerSecond)).toBeLessThan(
      240,
    );
  });

  it("counts only young entries where they may be taken over", () => {
    const settings = buildSettings({ tcpTwReuse: 1 });
    const outlook = outlookOf(
      useOf({ used: 400, timeWait: 14_000, reusableTimeWait: 13_700, closesPerSecond: Array(6).fill(300), releases: [300] }, settings),
    );
    expect(value(outlook.steadyPorts)).toBe(400);
    expect(value(outlook.ceilingPerSecond)).toBeGreaterThan(20_000);
  });

  it("does not expect closes to go on where nothing was opened in their place", () => {
    const emptied = { ...steady(0, 9_000), timeWait: 12_000, used: 21_000, closesPerSecond: [0, 0, 0, 400, 400, 400] };
    const before = { use: useOf({ ...steady(0, 21_000) }), secondsAgo: 30 };
    expect(value(outlookOf(useOf(emptied)).steadyPorts)).toBeGreaterThan(28_217);
    expect(value(outlookOf(useOf(emptied), before).steadyPorts)).toBe(9_000);
  });

  it("counts what stands more than before as opened", () => {
    const before = { use: useOf(steady(100, 1_000)), secondsAgo: 60 };
    expect(value(outlookOf(useOf(steady(100, 2_200)), before).opensPerSecond)).toBe(120);
  });

  it("says when the half line is crossed, and by how much connect() slows down", () => {
    const rising = outlookOf(useOf({ ...steady(10, 4_400, 10_000), closesPerSecond: [10, 10, 10, 30, 30, 30] }));
    expect(rising.half.isPast).toBe(false);
    expect(rising.half.crossesInSeconds).toBeGreaterThan(0);
    expect(rising.half.slowdown.low).toBeGreaterThan(100);
  });

  it("does not know a rate that no close shows", () => {
    const outlook = outlookOf(useOf({ used: 500 }));
    expect(outlook.opensPerSecond).toEqual({ isKnown: false, reason: "no-closes-seen" });
    expect(outlook.steadyPorts.isKnown).toBe(false);
    expect(outlook.usedAhead).toBeNull();
  });

  it("counts the hold only for connections that were closed from this side, where an agent counts all of them", () => {
    const outlook = outlookOf(useOf({ ...steady(10, 100), opensPerSecond: 100, medianLifeMs: 1_000 }));
    expect(value(outlook.ceilingPerSecond)).toBeCloseTo(28_217 / (1 + 6), 0);
  });

  it("derives the rate from what stands in TIME_WAIT where a system shows no ages", () => {
    const tuple = buildTuple({ capacity: 16_384, used: 12_000, timeWait: 12_000 });
    const outlook = outlookOf(useOfTuple("windows", buildNamespace(), tuple, platformHold("windows")));
    expect(outlook.opensPerSecond).toEqual({ isKnown: true, value: 100, basis: "littles-law" });
    expect(value(outlook.ceilingPerSecond)).toBeCloseTo(136.5, 1);
  });
});

describe("the outlook of a pool", () => {
  const hold = platformHold("linux");

  it("takes the closes of its tuples where they account for its ports", () => {
    const tuples = [buildTuple(steady(20, 30)), buildTuple({ ...steady(10, 30), destination: { address: "10.0.0.9", port: 443 } })];
    expect(value(outlookOf(useOfPool({ capacity: 28_232, used: 1_860 }, tuples, hold)).steadyPorts)).toBe(60 + 30 * 60);
    const unshared = outlookOf(useOfPool({ capacity: 28_232, used: 9_000 }, tuples, hold));
    expect(unshared.steadyPorts).toEqual({ isKnown: false, reason: "shared-ports" });
  });

  it("has no rate for UDP, and nothing where nothing limits", () => {
    const settled = { unlimited: false, low: 10, high: 10, best: 10 } as const;
    const open = { unlimited: true, low: 100, high: null, best: null } as const;
    const use = useOfUdp({ sockets: 90, portsInRange: 90, autobind: { v4: settled, v6: open } }, 100);
    expect(use).toMatchObject({ used: 90, standing: 90 });
    expect(outlookOf(use!).opensPerSecond).toEqual({ isKnown: false, reason: "no-timers" });
    expect(useOfUdp({ sockets: 0, portsInRange: 0, autobind: { v4: open, v6: open } }, 100)).toBeNull();
  });
});

describe("any outlook", () => {
  const rate = fc.double({ min: 0, max: 5_000, noNaN: true });
  const tuple = fc.record({ rates: fc.array(rate, { minLength: 6, maxLength: 6 }), live: fc.nat(20_000), capacity: fc.nat(28_232) });
  const built = ({ rates, live, capacity }: { rates: number[]; live: number; capacity: number }, times = 1) => {
    const timeWait = Math.min(Math.max(0, capacity - live), Math.round(rates.reduce((sum, each) => sum + each * 10, 0)));
    return outlookOf(
      useOf({ capacity, used: Math.min(capacity, live + timeWait), timeWait, closesPerSecond: rates.map((each) => each * times) }),
    );
  };

  it("is finite and never negative", () => {
    fc.assert(
      fc.property(tuple, (drawn) => {
        const outlook = built(drawn);
        for (const figure of [outlook.opensPerSecond, outlook.lifeSeconds, outlook.steadyPorts, outlook.ceilingPerSecond]) {
          if (figure?.isKnown) expect(figure.value).toBeGreaterThanOrEqual(0);
          if (figure?.isKnown) expect(Number.isFinite(figure.value)).toBe(true);
        }
        for (const used of outlook.usedAhead ?? []) expect(used).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("fills no later at a higher rate", () => {
    fc.assert(
      fc.property(tuple, fc.double({ min: 1, max: 10, noNaN: true }), (drawn, times) => {
        const [slow, fast] = [built(drawn).secondsToFull, built(drawn, times).secondsToFull];
        expect(fast ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(slow ?? Number.POSITIVE_INFINITY);
      }),
    );
  });
});

describe("the outlook while a load begins or ends", () => {
  const seconds = (newest: number[]) => [...Array(60 - newest.length).fill(0), ...newest];
  const held = (used: number): Partial<Tuple> => ({ capacity: 1_000, used, established: used });

  it("takes two empty windows for an end, and fills nothing after it", () => {
    const over = outlookOf(useOf({ capacity: 1_000, used: 900, timeWait: 900, closesPerSecond: [0, 0, 0, 90, 0, 0] }));
    expect(value(over.closesPerSecond)).toBe(0);
    expect(over.secondsToFull).toBeNull();
  });

  it("takes closes at once for no rate, from the first second on", () => {
    const releases = seconds([900, 0, 0, 0, 0]);
    const burst = outlookOf(useOf({ capacity: 1_000, used: 900, timeWait: 900, closesPerSecond: [0, 0, 0, 0, 0, 90], releases }));
    expect(burst.secondsToFull).toBeNull();
  });

  it("does not take silence for an end where no port is left", () => {
    const full = outlookOf(useOf({ capacity: 1_000, used: 1_000, timeWait: 1_000, closesPerSecond: [25, 25, 25, 25, 0, 0] }));
    expect(value(full.closesPerSecond)).toBeGreaterThan(16);
  });

  it("knows a few seconds after its beginning that a rate fills every port", () => {
    const releases = seconds(Array(5).fill(40));
    const begun = outlookOf(useOf({ capacity: 1_000, used: 200, timeWait: 200, closesPerSecond: [0, 0, 0, 0, 0, 20], releases }));
    expect(begun.secondsToFull).toBe(20);
  });

  it("does not know what can be borne where connections are held, grow, or have only begun to close", () => {
    const before = { use: useOf(held(100)), secondsAgo: 10 };
    expect(outlookOf(useOf({ ...held(500), opensPerSecond: 40 }), before).ceilingPerSecond).toMatchObject({ isKnown: false });
    const some = { ...held(500), timeWait: 60, closesPerSecond: Array(6).fill(1) };
    expect(outlookOf(useOf(some), before).ceilingPerSecond).toMatchObject({ isKnown: false });
    const begun = { ...steady(0, 3, 1_000), opensPerSecond: 40, medianLifeMs: 50, timeWait: 40, closesPerSecond: [0, 0, 0, 0, 0, 4] };
    expect(outlookOf(useOf(begun)).ceilingPerSecond).toMatchObject({ isKnown: false });
  });
});
