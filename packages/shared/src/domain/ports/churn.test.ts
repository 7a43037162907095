import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { autobound, tableOf } from "../../testing/any-sockets.ts";
import { TCP_STATE_NUMBER } from "../network/tcp-state.ts";
import { capacityOf, isPastHalf, socketRange } from "./capacity.ts";
import { churnOf, closesSinceOnset, hasCeased, meanClosesPerSecond } from "./churn.ts";
import { PortSurvey } from "./port-survey.ts";
import { rateCeiling, steadyStatePorts } from "./steady-state.ts";

const TO = { remote: "10.9.9.9", remotePort: 443 };
const waiting = (expiresMs: number[]) => {
  const range = { low: 40_000, high: 40_199 };
  const sockets = autobound(expiresMs.length, TO, "10.0.0.1", range).map((socket, index) => ({
    ...socket,
    state: TCP_STATE_NUMBER.timeWait,
    inode: 0,
    expiresMs: expiresMs[index]!,
  }));
  return new PortSurvey(tableOf(sockets, range), "tcp").take();
};

describe("churn", () => {
  it("counts every close of the last minute once and every port that comes back once", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1, maxLength: 100 }), (expiresMs) => {
        const { closesPerSecond, releases } = churnOf(waiting(expiresMs), 0, null);
        expect(Math.round(meanClosesPerSecond(closesPerSecond) * 60)).toBe(expiresMs.length);
        expect(releases.reduce((sum, count) => sum + count, 0)).toBe(expiresMs.length);
      }),
    );
  });

  it("puts the newest closes last and the next release first", () => {
    const { closesPerSecond, releases } = churnOf(waiting([59_900, 59_800, 200]), 0, null);
    expect(closesPerSecond).toEqual([0.1, 0, 0, 0, 0, 0.2]);
    expect([releases[0], releases[59]]).toEqual([1, 2]);
  });

  it("releases at the reuse delay where reuse applies, and nothing that is reusable already", () => {
    const { releases } = churnOf(waiting([59_900, 30_000]), 0, 1000);
    expect([releases[0], releases.reduce((sum, count) => sum + count, 0)]).toEqual([1, 1]);
  });
});

describe("rates and capacity", () => {
  it("follow Little's law", () => {
    expect(steadyStatePorts(438, 0.49, 60)).toBeCloseTo(26_494.6, 0);
    expect(rateCeiling(28_232, 0, 0, 60)).toBeCloseTo(470.5, 1);
    expect(rateCeiling(28_232, 0, 0, 0)).toBeNull();
  });

  it("subtract reserved ports from the range and nothing else", () => {
    expect(
      capacityOf({ low: 32_768, high: 60_999 }, [
        { low: 30_000, high: 32_770 },
        { low: 32_769, high: 32_780 },
      ]),
    ).toBe(28_232 - 13);
  });

  it("take each bound of a socket's own range only where it lies inside", () => {
    const range = { low: 40_000, high: 40_099 };
    expect(socketRange(range, { low: 39_000, high: 40_010 })).toEqual({ low: 40_000, high: 40_010 });
    expect(socketRange(range, { low: 40_050, high: 0 })).toEqual({ low: 40_050, high: 40_099 });
  });

  it("draw the line strictly past half", () => {
    expect([isPastHalf(50, 100), isPastHalf(51, 100), isPastHalf(0, 0)]).toEqual([false, true, false]);
  });
});

describe("closes that end or begin", () => {
  const seconds = (newest: number[]) => [...Array(60 - newest.length).fill(0), ...newest];

  it.each([
    [[0, 0, 0, 90, 0, 0], true],
    [[40, 40, 40, 40, 0, 0], true],
    [[0, 0, 0, 0, 90, 0], false],
    [[90, 0, 0, 90, 0, 0], false],
    [[0, 0, 0, 0, 0, 0], false],
    [[10, 10, 10, 10, 10, 10], false],
  ])("of %j have ceased: %s", (closes, expected) => {
    expect(hasCeased(closes, null)).toBe(expected);
  });

  it("have ceased after eight silent seconds, where the second of each is known, but not in a job's rhythm", () => {
    const closes = [0, 0, 0, 20, 40, 30];
    expect(hasCeased(closes, seconds([...Array(20).fill(40), ...Array(8).fill(0)]))).toBe(true);
    expect(hasCeased(closes, seconds([...Array(20).fill(40), 0, 0, 0, 0, 0]))).toBe(false);
    expect(hasCeased(closes, seconds([90, 0, 0, 0, 0, 0, 90, 0, 0, 0, 0, 0, 90, ...Array(9).fill(0)]))).toBe(false);
  });

  it("have a rate a few seconds after they began", () => {
    expect(closesSinceOnset([0, 0, 0, 0, 0, 20], seconds([40, 40, 40, 40, 40]))).toBe(40);
    expect(closesSinceOnset([0, 0, 0, 0, 20, 40], seconds(Array(15).fill(40)))).toBe(40);
  });

  it("do not go on where all came at once", () => {
    expect(closesSinceOnset([0, 0, 0, 0, 0, 90], seconds([900, 0, 0, 0, 0]))).toBe(0);
    expect(closesSinceOnset([0, 0, 0, 0, 0, 90], seconds([0, 10, 890]))).toBe(0);
  });

  it("have no beginning where they were there before, or are few", () => {
    expect(closesSinceOnset([5, 5, 5, 5, 5, 40], seconds(Array(10).fill(40)))).toBeNull();
    expect(closesSinceOnset([0, 0, 0, 0, 0, 1], seconds([2, 2, 2, 2, 2]))).toBeNull();
    expect(closesSinceOnset([0, 0, 0, 0, 0, 40], [40])).toBeNull();
  });
});
