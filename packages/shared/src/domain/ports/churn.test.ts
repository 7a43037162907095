import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { autobound, tableOf } from "../../testing/any-sockets.ts";
import { TCP_STATE_NUMBER } from "../network/tcp-state.ts";
import { capacityOf, isPastHalf, socketRange } from "./capacity.ts";
import { churnOf, meanClosesPerSecond } from "./churn.ts";
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
