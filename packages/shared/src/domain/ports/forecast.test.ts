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

  it("knows nothing of a trend from less than five readings", () => {
    expect(forecastOf(minutely(3, () => use(100, 100)))).toEqual({ kind: "unknown", reason: "too-few-readings" });
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
