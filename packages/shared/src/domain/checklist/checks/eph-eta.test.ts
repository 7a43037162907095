import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anySnapshot } from "../../../testing/any-snapshot.ts";
import { buildNamespace, buildPool, buildSettings, buildSnapshot, buildTuple, buildUdp } from "../../../testing/build-snapshot.ts";
import { factsOf, judge, minutely, rulesOf } from "../../../testing/judge.ts";
import type { NamespaceSnapshot, Snapshot, Tuple } from "../../host/snapshot.ts";
import { flattenOutcome } from "../flat-outcome.ts";
import { runChecklist } from "../run-checklist.ts";
import { ephEta } from "./eph-eta.ts";

const CAPACITY = 10_000;
const closing = (rate: number, live = 0): Partial<Tuple> => ({
  capacity: CAPACITY,
  used: rate * 60 + live,
  timeWait: rate * 60,
  closesPerSecond: Array.from({ length: 6 }, () => rate),
  releases: Array.from({ length: 60 }, () => rate),
});
const of = (tuple: Partial<Tuple>, said: Partial<NamespaceSnapshot> = {}): Partial<Snapshot> => ({
  namespaces: [buildNamespace({ tuples: [buildTuple({ capacity: CAPACITY, ...tuple })], ...said })],
});
const HISTORY = 30;
const through = (at: (minutesAgo: number) => Partial<Snapshot>) => judge(ephEta, at(0), minutely(HISTORY, at));

describe("eph-eta, with half an hour of history", () => {
  it("passes a steady rate that settles far from capacity, and says where", () => {
    const outcome = through(() => of(closing(50)));
    expect(outcome).toMatchObject({ status: "pass", notes: [{ rule: "eta-closest", observed: 0.3 }] });
  });

  it.each([
    [8_000, 200, "fail"],
    [4_000, 150, "warn"],
    [3_000, 30, "pass"],
  ])("judges a leak at %i ports, %i more a minute, as %s", (live, perMinute, status) => {
    const outcome = through((minutesAgo) => of(closing(10, live - perMinute * minutesAgo)));
    expect(outcome.status).toBe(status);
  });

  it("gives the minutes, and the interval they lie in", () => {
    const outcome = through((minutesAgo) => of(closing(10, 8_000 - 200 * minutesAgo)));
    const [evidence] = flattenOutcome(outcome).evidence;
    expect(evidence).toMatchObject({ rule: "eta-soon", unit: "minutes", limit: 30 });
    expect(evidence!.observed).toBeCloseTo((CAPACITY - 8_600) / 200, 0);
    expect(evidence!.figures).toMatchObject({ capacity: CAPACITY, opensPerSecond: 13.3, holdSeconds: 60 });
  });

  it("does not take a deploy that settled for a trend", () => {
    expect(through((minutesAgo) => of(closing(minutesAgo > 4 ? 20 : 85))).status).toBe("pass");
  });

  it("follows a tuple of another source apart", () => {
    const outcome = through((minutesAgo) => ({
      namespaces: [
        buildNamespace({
          tuples: [buildTuple(closing(10, 8_000 - 200 * minutesAgo)), buildTuple({ ...closing(50), source: "10.0.3.18" })],
        }),
      ],
    }));
    expect(flattenOutcome(outcome).evidence.map(({ subject }) => subject)).toEqual(["10.0.3.17 → 10.4.7.21:6379"]);
  });

  it("judges a bind-first pool only where somebody binds first", () => {
    const pool = (boundInactive: number) =>
      through((minutesAgo) => ({
        namespaces: [buildNamespace({ pools: [buildPool({ capacity: CAPACITY, used: 9_000 - 100 * minutesAgo, boundInactive })] })],
      }));
    expect(rulesOf(pool(40)).evidence).toEqual(["eta-soon"]);
    expect(pool(0).status).toBe("pass");
  });

  it("judges UDP by its use alone", () => {
    const outcome = through((minutesAgo) => ({ namespaces: [buildNamespace({ udp: buildUdp(26_000 - 300 * minutesAgo) })] }));
    expect(flattenOutcome(outcome).evidence).toMatchObject([{ subject: "UDP", rule: "eta-soon" }]);
  });

  it("waits for five readings of a tuple that is new and not small", () => {
    const outcome = judge(
      ephEta,
      of(closing(50)),
      minutely(HISTORY, () => ({})),
    );
    expect(outcome).toMatchObject({ status: "unknown", causes: [{ what: "five-samples" }] });
    expect(
      judge(
        ephEta,
        of(closing(1)),
        minutely(HISTORY, () => ({})),
      ).status,
    ).toBe("pass");
  });
});

describe("eph-eta, from one snapshot", () => {
  it("fails a rate over the ceiling before the ports are gone", () => {
    const outcome = judge(ephEta, of({ ...closing(50), closesPerSecond: [50, 50, 50, 400, 400, 400] }));
    expect(outcome).toMatchObject({ status: "fail", evidence: [{ rule: "eta-over-ceiling", observed: 400, unit: "perSecond" }] });
    expect(flattenOutcome(outcome).evidence[0]!.figures!.seconds).toBeGreaterThan(0);
  });

  it.each([
    [100, "unknown"],
    [101, "warn"],
  ])("judges %i connections per second, which settle about 60 %% of 10,000 ports, as %s", (rate, status) => {
    expect(judge(ephEta, of(closing(rate))).status).toBe(status);
  });

  it("passes only where no port is in use, because a trend is not seen", () => {
    expect(judge(ephEta, {}).status).toBe("pass");
    expect(judge(ephEta, of({ used: 1 }))).toMatchObject({ status: "unknown", causes: [{ what: "five-samples" }] });
  });

  it("does not fail for connections that were closed at once and are over", () => {
    const over = of({ used: 9_000, timeWait: 9_000, closesPerSecond: [0, 0, 0, 900, 0, 0] });
    expect(judge(ephEta, over).status).toBe("unknown");
    const seconds = Array.from({ length: 60 }, (_, second) => (second === 57 ? 9_000 : 0));
    expect(judge(ephEta, of({ used: 9_000, timeWait: 9_000, closesPerSecond: [0, 0, 0, 0, 0, 900], releases: seconds })).status).toBe(
      "unknown",
    );
  });

  it("says what is borne at most where closes have only begun", () => {
    const seconds = Array.from({ length: 60 }, (_, second) => (second > 54 ? 400 : 0));
    const begun = { used: 2_000, timeWait: 2_000, opensPerSecond: 900, closesPerSecond: [0, 0, 0, 0, 0, 200], releases: seconds };
    expect(judge(ephEta, of(begun))).toMatchObject({ status: "fail", evidence: [{ rule: "eta-over-ceiling", limit: 166.7 }] });
  });

  it("fails where nothing is left", () => {
    expect(rulesOf(judge(ephEta, of({ used: CAPACITY }))).evidence).toEqual(["eta-gone"]);
  });

  it("does not count what a new connection may take over", () => {
    const reused = of(
      { used: 120, timeWait: 7_200, reusableTimeWait: 7_080, closesPerSecond: Array(6).fill(120), releases: [120] },
      { settings: buildSettings({ tcpTwReuse: 1 }) },
    );
    expect(judge(ephEta, reused).status).toBe("unknown");
  });

  it("says when half of the range will be used up", () => {
    const outcome = judge(ephEta, of({ ...closing(50), closesPerSecond: [50, 50, 50, 95, 95, 95] }));
    expect(rulesOf(outcome).notes).toContain("eta-half");
  });

  it("waits while a host has just started, unless nothing is left", () => {
    const young = { host: { ...buildSnapshot().host, uptimeMs: 9 * 60_000 } };
    expect(judge(ephEta, { ...of(closing(160)), ...young }).status).toBe("unknown");
    expect(judge(ephEta, { ...of({ used: CAPACITY }), ...young }).status).toBe("fail");
  });
});

describe("eph-eta on other systems", () => {
  const on = (os: Snapshot["host"]["os"], said: Partial<NamespaceSnapshot>): Partial<Snapshot> => ({
    host: { ...buildSnapshot().host, os },
    namespaces: [buildNamespace({ range: { low: 49_152, high: 65_535 }, ...said })],
  });

  it("judges all TCP together where a port serves one connection only", () => {
    const tuples = [1, 2].map((at) =>
      buildTuple({ capacity: 16_384, used: 6_000, timeWait: 6_000, destination: { address: `10.0.0.${at}`, port: 443 } }),
    );
    const outcome = judge(ephEta, on("darwin", { tuples, tcpPortsInRange: 12_000 }));
    expect(outcome).toMatchObject({ status: "warn", evidence: [{ subject: "TCP", rule: "eta-settles", figures: { holdSeconds: 30 } }] });
  });

  it("measures how long Windows holds a port", () => {
    const at = (): Partial<Snapshot> =>
      on("windows", {
        tuples: [buildTuple({ capacity: 16_384, used: 12_000, timeWait: 12_000, opensPerSecond: 50 })],
        tcpPortsInRange: 12_000,
      });
    expect(judge(ephEta, at(), minutely(HISTORY, at))).toMatchObject({
      status: "warn",
      evidence: [{ rule: "eta-settles", figures: { holdSeconds: 240, ceilingPerSecond: 68.3 } }],
    });
  });

  it("judges each tuple on FreeBSD", () => {
    expect(judge(ephEta, on("freebsd", { tuples: [buildTuple({ capacity: 10_000, used: 7_000, timeWait: 7_000 })] })).status).toBe("warn");
  });
});

describe("eph-eta on any snapshots", () => {
  it("gives finite figures that are not negative", () => {
    fc.assert(
      fc.property(
        fc.array(anySnapshot, { minLength: 1, maxLength: 8 }),
        fc.constantFrom("linux", "windows", "darwin", "freebsd"),
        (drawn, os) => {
          const looks = drawn
            .map((look) => ({ ...look, host: { ...look.host, os } }) as Snapshot)
            .toSorted((a, b) => a.capturedAtMs - b.capturedAtMs);
          const [result] = runChecklist(factsOf(looks.at(-1)!, looks.slice(0, -1)), [ephEta]);
          const { evidence, notes } = flattenOutcome(result!.outcome);
          for (const { observed, figures } of [...evidence, ...notes]) {
            for (const value of [observed, ...Object.values(figures ?? {})]) {
              if (typeof value === "number") expect(value).toBeGreaterThanOrEqual(0);
              if (typeof value === "number") expect(Number.isFinite(value)).toBe(true);
            }
          }
        },
      ),
    );
  });
});
