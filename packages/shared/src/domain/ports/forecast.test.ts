import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Forecast, forecastOf, type UseReading } from "./forecast.ts";
import { platformHold } from "./hold-time.ts";
import type { PortUse } from "./port-use.ts";

const CAPACITY = 28_232;
const use = (rate: number, standing: number, said: Partial<PortUse> = {}): PortUse => ({
  capacity: CAPACITY,
  used: standing + rate * 60,
  waiting: rate * 60,
  standing,
  blocked: 0,
  closesPerSecond: Array(6).fill(rate),
  releases: Array(60).fill(rate),
  opensPerSecond: null,
  lifeSeconds: null,
  hold: platformHold("linux"),
  ...said,
});
/** One reading a minute, the last at minute 0. */
const minutely = (minutes: number, at: (minute: number) => PortUse): UseReading[] =>
  Array.from({ length: minutes + 1 }, (_, index) => ({ atMs: (index - minutes) * 60_000, use: at(index - minutes) }));
/** A load's ups and downs, always the same: about one hundredth. */
const waver = (minute: number) => 1 + 0.01 * Math.sin(minute * 12.9898) * Math.cos(minute * 78.233);
const minutesOf = (forecast: Forecast) => (forecast.kind === "minutes" ? forecast.best : Number.POSITIVE_INFINITY);

describe("the forecast", () => {
  it("is never, at a steady rate under the ceiling", () => {
    expect(forecastOf(minutely(30, (minute) => use(400 * waver(minute), 200)))).toMatchObject({ kind: "never" });
  });

  it("finds a leak and its end, however steady the rate is", () => {
    const forecast = forecastOf(minutely(30, (minute) => use(100, 200 + 200 * (minute + 30))));
    expect(minutesOf(forecast)).toBeCloseTo((CAPACITY - 200 - 6_000 - 6_000) / 200, 0);
  });

  it("finds a leak five minutes after it began", () => {
    const forecast = forecastOf(minutely(30, (minute) => use(100 * waver(minute), 200 + 600 * Math.max(0, minute + 5))));
    expect(minutesOf(forecast)).toBeGreaterThan(25);
    expect(minutesOf(forecast)).toBeLessThan(60);
  });

  it("sees a growing rate reach the ceiling, later than a straight line would", () => {
    const rising = (minute: number) => use((350 + 3 * minute) * waver(minute), 50);
    const straight = (CAPACITY / 60 - 350) / 3;
    const forecast = forecastOf(minutely(30, rising));
    expect(minutesOf(forecast)).toBeGreaterThanOrEqual(straight * 0.9);
    expect(minutesOf(forecast)).toBeLessThan(straight * 1.6);
  });

  it("takes a deploy that settled for a step and not for a trend", () => {
    for (const ago of [2, 5, 10, 20]) {
      const stepped = (minute: number) => use((minute < -ago ? 150 : 380) * waver(minute), 100);
      expect(forecastOf(minutely(30, stepped)).kind).toBe("never");
    }
  });

  it("takes a burst that ended for no trend", () => {
    const burst = (minute: number) => use((minute === -3 || minute === -2 ? 420 : 150) * waver(minute), 100);
    expect(forecastOf(minutely(30, burst)).kind).toBe("never");
  });

  it("sees a rate over the ceiling from one reading, before the ports are gone", () => {
    const over = use(0, 100, {
      closesPerSecond: [100, 100, 100, 600, 600, 600],
      waiting: 21_000,
      used: 21_100,
      releases: Array(60).fill(100),
    });
    const forecast = forecastOf([{ atMs: 0, use: over }]);
    expect(forecast.kind).toBe("minutes");
    expect(minutesOf(forecast)).toBeLessThan(1);
    expect(minutesOf(forecast)).toBeGreaterThan(0);
  });

  it("knows nothing of a trend from one reading at a steady rate", () => {
    expect(forecastOf([{ atMs: 0, use: use(100, 100) }])).toEqual({ kind: "unknown", reason: "too-few-readings" });
    expect(forecastOf([])).toEqual({ kind: "unknown", reason: "too-few-readings" });
  });

  it("follows what stands where no close is seen", () => {
    const unseen = { closesPerSecond: null, releases: null, hold: platformHold("linux") };
    const growing = minutely(30, (minute) => use(0, 14_000 + 200 * (minute + 30), unseen));
    expect(minutesOf(forecastOf(growing))).toBeGreaterThan(30);
    expect(minutesOf(forecastOf(growing))).toBeLessThan(60);
  });

  it("is at once where nothing is left", () => {
    expect(forecastOf([{ atMs: 0, use: use(0, CAPACITY) }])).toEqual({ kind: "minutes", low: 0, best: 0, high: 0 });
  });
});

describe("a forecast from seconds", () => {
  const small = (said: Partial<PortUse>): PortUse => ({ ...use(0, 0), capacity: 1_000, ...said });
  const open = (ports: number) => small({ used: ports, standing: ports, closesPerSecond: Array(6).fill(0), releases: Array(60).fill(0) });
  const every = (seconds: number, count: number, at: (second: number) => PortUse): UseReading[] =>
    Array.from({ length: count }, (_, index) => ({ atMs: index * seconds * 1000, use: at(index * seconds) }));
  const windows = (closesPerSecond: number[], standing = 0) => {
    const waiting = closesPerSecond.reduce((sum, rate) => sum + 10 * rate, 0);
    const releases = closesPerSecond.flatMap((rate) => Array<number>(10).fill(rate));
    return small({ closesPerSecond, releases, waiting, standing, used: standing + waiting });
  };

  it("finds a leak from two looks, wide at first and narrower later", () => {
    const leak = (looks: number) => forecastOf(every(5, looks, (second) => open(10 + 20 * second)));
    const [two, six] = [leak(2), leak(6)];
    expect(minutesOf(two) * 60).toBeGreaterThan(40);
    expect(minutesOf(two) * 60).toBeLessThan(60);
    expect(minutesOf(six) * 60).toBeCloseTo((1_000 - 510) / 20, -1);
    const width = (forecast: Forecast) =>
      forecast.kind === "minutes" ? ((forecast.high ?? 1e6) - forecast.low) / forecast.best : Number.NaN;
    expect(width(six)).toBeLessThan(width(two));
  });

  it("goes by the time between readings, not by their number", () => {
    expect(forecastOf(every(1, 4, (second) => open(10 + 3 * second))).kind).toBe("unknown");
    expect(minutesOf(forecastOf(every(1, 31, (second) => open(10 + 3 * second)))) * 60).toBeLessThan(400);
  });

  it("is never after twenty seconds without growth, and says what cannot be excluded", () => {
    expect(forecastOf(every(2, 12, () => windows(Array(6).fill(5), 100)))).toMatchObject({ kind: "never" });
  });

  it("takes a start of connections that has ended for no leak", () => {
    expect(forecastOf(every(1, 25, (second) => open(Math.min(200, 40 * second)))).kind).toBe("never");
  });

  it("sees from one look that a rising rate will fill every port", () => {
    const forecast = forecastOf([{ atMs: 0, use: windows([4, 6, 8, 10, 12, 14]) }]);
    expect(minutesOf(forecast) * 60).toBeGreaterThan(15);
    expect(minutesOf(forecast) * 60).toBeLessThan(60);
  });

  it("goes on counting down where a rising rate has passed what can be borne", () => {
    const at = (closes: number[]) => minutesOf(forecastOf([{ atMs: 0, use: windows(closes) }])) * 60;
    expect(at([4, 8, 12, 16, 20, 24])).toBeLessThan(at([3, 6, 9, 12, 15, 18]));
    expect(at([4, 8, 12, 16, 20, 24])).toBeLessThan(10);
  });

  it.each([
    [[0, 0, 10, 10, 10, 10]],
    [[0, 0, 3, 10, 10, 10]],
    [[10, 10, 11, 10, 12, 11]],
    [[0, 0, 0, 50, 0, 0]],
    [[12, 10, 11, 9, 10, 12]],
  ])("takes %j for no rising rate", (closes) => {
    expect(minutesOf(forecastOf([{ atMs: 0, use: windows(closes) }]))).toBe(Number.POSITIVE_INFINITY);
  });

  /** A load in evenly spaced closes, looked at every second from its first one on, `seconds` long. */
  const load = (seconds: number, rateAt: (second: number) => number): UseReading[] => {
    const closed = [0];
    for (let second = 1; second <= seconds; second++) closed.push(closed[second - 1]! + rateAt(second));
    const until = (second: number) => Math.floor(closed[Math.max(0, second)]!);
    return every(1, seconds, (index) => {
      const now = index + 1;
      const closesPerSecond = Array.from(
        { length: 6 },
        (_, window) => (until(now - 50 + 10 * window) - until(now - 60 + 10 * window)) / 10,
      );
      const releases = Array.from({ length: 60 }, (_, second) => until(now - 59 + second) - until(now - 60 + second));
      const waiting = until(now) - until(now - 60);
      return small({ closesPerSecond, releases, waiting, used: waiting });
    });
  };

  it("sees a load that rises by a third a minute, most of a minute before it fills every port", () => {
    const looks = load(200, (second) => 10 + (4 * second) / 60);
    const fullAt = looks.findIndex(({ use: then }) => then.used >= then.capacity);
    for (const ahead of [45, 30, 15]) {
      const seconds = minutesOf(forecastOf(looks.slice(0, fullAt - ahead))) * 60;
      expect(seconds).toBeGreaterThan(0.6 * ahead);
      expect(seconds).toBeLessThan(1.7 * ahead);
    }
  });

  it("sees a rise that begins after minutes of calm as soon as one that began at once", () => {
    const looks = load(400, (second) => 10 + (8 * Math.max(0, second - 150)) / 60);
    const fullAt = looks.findIndex(({ use: then }) => then.used >= then.capacity);
    expect(minutesOf(forecastOf(looks.slice(0, fullAt - 20)))).toBeLessThan(1);
  });

  it("does not call a load steady that began within the minute", () => {
    expect(forecastOf(load(40, () => 11))).toEqual({ kind: "unknown", reason: "too-few-readings" });
  });

  it("foretells nothing of a steady load, from its first second on", () => {
    const looks = load(300, () => 11);
    const foretold = looks.flatMap((_, index) => forecastOf(looks.slice(0, index + 1)).kind === "minutes");
    expect(foretold).not.toContain(true);
  });

  it("sees a leak that begins while half an hour of calm is known", () => {
    const calm = minutely(30, () => open(100)).map(({ atMs, use: then }) => ({ atMs: atMs - 20_000, use: then }));
    const leak = every(2, 11, (second) => open(100 + 30 * second)).map(({ atMs, use: then }) => ({ atMs: atMs - 20_000, use: then }));
    expect(minutesOf(forecastOf([...calm.slice(0, -1), ...leak])) * 60).toBeLessThan(20);
  });

  it("stays where it is from one second to the next", () => {
    const looks = every(1, 45, (second) => open(100 + 8 * second + Math.round(3 * Math.sin(second * 12.9898))));
    const moments = looks.slice(15).map((look, index) => look.atMs / 60_000 + minutesOf(forecastOf(looks.slice(0, 16 + index))));
    for (const moment of moments) expect(Math.abs(moment - moments[0]!)).toBeLessThan(1);
  });
});

describe("any forecast", () => {
  const series = fc.record({
    rate: fc.double({ min: 0, max: 600, noNaN: true }),
    growth: fc.double({ min: -10, max: 20, noNaN: true }),
    standing: fc.nat(15_000),
    leak: fc.double({ min: -100, max: 500, noNaN: true }),
    noise: fc.array(fc.double({ min: 0.8, max: 1.2, noNaN: true }), { minLength: 31, maxLength: 31 }),
    minutes: fc.nat(30),
  });
  type Drawn = { rate: number; growth: number; standing: number; leak: number; noise: number[]; minutes: number };
  const readings = ({ rate, growth, standing, leak, noise, minutes }: Drawn, times = 1) =>
    minutely(minutes, (minute) =>
      use(times * Math.max(0, rate + growth * minute) * noise[-minute]!, Math.max(0, standing + leak * (minute + 30))),
    );

  it("encloses its best guess and is never negative", () => {
    fc.assert(
      fc.property(series, (drawn) => {
        const forecast = forecastOf(readings(drawn));
        if (forecast.kind !== "minutes") return;
        expect(forecast.low).toBeGreaterThanOrEqual(0);
        expect(forecast.best).toBeGreaterThanOrEqual(forecast.low);
        expect(forecast.high ?? forecast.best).toBeGreaterThanOrEqual(forecast.best);
        expect(Number.isFinite(forecast.best)).toBe(true);
      }),
    );
  });

  it("is no later when every rate is higher", () => {
    fc.assert(
      fc.property(series, fc.double({ min: 1, max: 4, noNaN: true }), (drawn, times) => {
        const flat = { ...drawn, growth: 0, noise: drawn.noise.map(() => 1), minutes: 30 };
        expect(minutesOf(forecastOf(readings(flat, times)))).toBeLessThanOrEqual(minutesOf(forecastOf(readings(flat))) + 1e-6);
      }),
    );
  });
});
