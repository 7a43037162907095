import { describe, expect, it } from "vitest";
import { buildNamespace, buildSettings, buildTuple } from "../../testing/build-snapshot.ts";
import type { WindowsNetwork } from "../host/windows.ts";
import { measuredHoldSeconds, platformHold, tupleHold } from "./hold-time.ts";

const windows = (timedWaitSeconds: WindowsNetwork["timedWaitSeconds"]): WindowsNetwork => ({
  dynamic: { tcp4: null, tcp6: null, udp4: null, udp6: null },
  excluded: { tcp: null, udp: null },
  autoReuse: null,
  timedWaitSeconds,
  maxUserPort: null,
  bound: null,
});
const plateau = (seconds: number, closesPerSecond: number, minutes: number) =>
  Array.from({ length: minutes }, (_, minute) => ({ atMs: minute * 60_000, timeWait: seconds * closesPerSecond, closesPerSecond }));

describe("the hold of a platform", () => {
  it.each([
    ["linux", 60],
    ["freebsd", 60],
    ["darwin", 30],
  ] as const)("is fixed on %s: %i s", (os, seconds) => {
    expect(platformHold(os)).toEqual({ lowSeconds: seconds, seconds, highSeconds: seconds, basis: "time-wait" });
  });

  it("is an interval on Windows until a setting or the host itself says more", () => {
    expect(platformHold("windows", windows("default"))).toEqual({ lowSeconds: 120, seconds: 120, highSeconds: 240, basis: "assumed" });
    expect(platformHold("windows", windows(30))).toMatchObject({ seconds: 30, basis: "configured" });
    expect(platformHold("windows", windows(30), 118)).toMatchObject({ seconds: 118, highSeconds: 118, basis: "measured" });
  });

  it("is measured from a plateau of TIME_WAIT that outlasts the longest hold there is, and from nothing less", () => {
    expect(measuredHoldSeconds(plateau(240, 10, 12))).toBeCloseTo(240);
    expect(measuredHoldSeconds(plateau(120, 10, 12))).toBeCloseTo(120);
    expect(measuredHoldSeconds(plateau(120, 10, 8))).toBeNull();
    expect(measuredHoldSeconds(plateau(120, 0, 12))).toBeNull();
    const growing = plateau(120, 10, 12).map((each, minute) => ({ ...each, timeWait: each.timeWait * (1 + minute / 20) }));
    expect(measuredHoldSeconds(growing)).toBeNull();
    expect(measuredHoldSeconds([])).toBeNull();
  });
});

describe("the hold of a tuple", () => {
  const linux = platformHold("linux");
  const hold = (settings: Parameters<typeof buildSettings>[0], said: Parameters<typeof buildTuple>[0]) =>
    tupleHold("linux", buildNamespace({ settings: buildSettings(settings) }), buildTuple(said), linux);

  it("is the reuse delay where reuse applies, and the whole minute where it does not", () => {
    expect(hold({ tcpTwReuse: 1, tcpTwReuseDelayMs: 250 }, {}).seconds).toBe(0.25);
    expect(hold({ tcpTwReuse: 1, tcpTimestamps: 0 }, {}).seconds).toBe(60);
    expect(hold({ tcpTwReuse: 2 }, {}).seconds).toBe(60);
    expect(hold({ tcpTwReuse: 2 }, { source: "127.0.0.1", destination: { address: "127.0.0.1", port: 80 } }).seconds).toBe(1);
  });

  it("believes entries that may be taken over, although no address says so: the socket is bound to lo", () => {
    expect(hold({ tcpTwReuse: 2 }, { timeWait: 900, reusableTimeWait: 800 }).basis).toBe("reuse");
  });

  it("counts the whole minute where the entries may be bind()’s, which are never taken over", () => {
    expect(hold({ tcpTwReuse: 1 }, { used: 900, timeWait: 900, reusableTimeWait: 800, blocked: 850 })).toMatchObject({
      lowSeconds: 1,
      seconds: 60,
    });
  });

  it("is the platform’s elsewhere", () => {
    expect(tupleHold("darwin", buildNamespace(), buildTuple(), platformHold("darwin")).seconds).toBe(30);
  });
});
