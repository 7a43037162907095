import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FORECAST_LINES, HORIZON_DAYS, type HourlyPeak, type LineForecast, longRangeForecast } from "./long-range-forecast.ts";

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 2, 1, 12);

/** −1 to 1, without a pattern. */
const noiseAt = (hour: number) => 2 * Math.abs((Math.sin(hour * 12.9898) * 43_758.5453) % 1) - 1;
/** Busy by day, 1 at the peak; weekends at two thirds. */
const seasonAt = (hour: number) =>
  (0.7 + 0.3 * Math.cos((2 * Math.PI * hour) / 24)) * (Math.floor((((hour % 168) + 168) % 168) / 24) >= 5 ? 0.67 : 1);
/** Hourly peaks of so many days until now, by days from now (negative). */
const hoursOf = (days: number, peakAt: (day: number, hour: number) => number | null): HourlyPeak[] =>
  Array.from({ length: days * 24 }, (_, index) => {
    const hour = index - days * 24;
    const max = peakAt(hour / 24, hour);
    return max === null ? null : { max };
  });
const used =
  (level: (day: number) => number, noise = 0.02) =>
  (day: number, hour: number) =>
    level(day) * seasonAt(hour) * (1 + noise * noiseAt(hour));
const usedFor = (days: number, level: (day: number) => number, noise?: number) => hoursOf(days, used(level, noise));
const linesOf = (hours: readonly HourlyPeak[]) =>
  longRangeForecast(hours, NOW_MS).lines.map(({ forecast }) => forecast) as [LineForecast, LineForecast];
const daysOf = (forecast: LineForecast) => {
  if (forecast.kind !== "at") throw new Error(`no date but ${JSON.stringify(forecast)}`);
  const days = (ms: number) => (ms - NOW_MS) / DAY_MS;
  return { low: days(forecast.lowMs), best: days(forecast.bestMs), high: forecast.highMs === null ? null : days(forecast.highMs) };
};

describe("the forecast of months", () => {
  it("dates a growth by its weekly peaks, with an interval around", () => {
    const [warn, fail] = linesOf(usedFor(28, (day) => 0.5 + 0.004 * day));
    const { low, best, high } = daysOf(warn);
    // 0.1 at 0.004 a day, less the noise of 2 %, which reaches the line sooner.
    expect(best).toBeGreaterThan(18);
    expect(best).toBeLessThan(28);
    expect(low).toBeLessThan(best);
    expect(high).toBeGreaterThan(best);
    expect(daysOf(fail).best).toBeGreaterThan(60);
  });

  it("says how fast it grows", () => {
    expect(
      longRangeForecast(
        usedFor(28, (day) => 0.5 + 0.004 * day),
        NOW_MS,
      ).growthPerDay,
    ).toBeCloseTo(0.004, 3);
  });

  it("gives the hour at which the day usually peaks", () => {
    for (const peakHour of [0, 5, 23]) {
      const hours = hoursOf(28, (day, hour) => (0.5 + 0.004 * day) * (0.7 + 0.3 * Math.cos((2 * Math.PI * (hour - peakHour)) / 24)));
      expect((daysOf(linesOf(hours)[0]).best * 24) % 24).toBeCloseTo(peakHour);
    }
  });

  it("is never where nothing grows, whatever the week looks like", () => {
    for (const days of [7, 10, 14, 28, 60, 400])
      expect(linesOf(usedFor(days, () => 0.4))).toMatchObject([{ kind: "never" }, { kind: "never" }]);
    expect(linesOf(hoursOf(28, () => 0))).toEqual([
      { kind: "never", lowMs: null },
      { kind: "never", lowMs: null },
    ]);
  });

  it("takes no weekend for noise, which would make it less sure", () => {
    const { low, high } = daysOf(linesOf(usedFor(28, (day) => 0.5 + 0.004 * day))[0]);
    expect(high! - low).toBeLessThan(13);
  });

  it("takes a deploy for a step and not for growth", () => {
    for (const ago of [4, 9, 15, 24]) expect(linesOf(usedFor(28, (day) => (day < -ago ? 0.3 : 0.48)))[0].kind).toBe("never");
  });

  it("sees growth through a deploy", () => {
    const { best } = daysOf(linesOf(usedFor(28, (day) => (day < -10 ? 0.4 : 0.52) + 0.003 * day))[0]);
    expect(best).toBeGreaterThan(15);
    expect(best).toBeLessThan(35);
  });

  it("sees that growth began two weeks ago", () => {
    const { best } = daysOf(linesOf(usedFor(42, (day) => 0.35 + 0.01 * Math.max(0, day + 14)))[0]);
    expect(best).toBeGreaterThan(7);
    expect(best).toBeLessThan(18);
  });

  it("is in doubt whether growth of a few days was a deploy, and says so by its interval", () => {
    const { low, best, high } = daysOf(linesOf(usedFor(28, (day) => 0.4 + 0.006 * Math.max(0, day + 9)))[0]);
    expect(low).toBeLessThan(30);
    expect(high).toBeGreaterThan(60);
    expect(best).toBeLessThan(60);
  });

  it("leaves incidents out, were they over the line", () => {
    const isIncident = (hour: number) => [-400, -399, -211, -90, -30, -29].includes(hour);
    const hours = hoursOf(28, (day, hour) => (isIncident(hour) ? 0.97 : used(() => 0.4)(day, hour)));
    expect(linesOf(hours)).toMatchObject([{ kind: "never" }, { kind: "never" }]);
  });

  it("counts what overflows on most days as usual, at whatever hour", () => {
    const isOverflow = (hour: number) => ((hour % 24) + 24) % 24 === (((Math.floor(hour / 24) * 5) % 24) + 24) % 24;
    const hours = hoursOf(28, (day, hour) => (isOverflow(hour) ? 0.9 : used(() => 0.4)(day, hour)));
    expect(linesOf(hours)[0].kind).toBe("crossed");
  });

  it("takes silence for no zero", () => {
    const isSilent = (day: number) => (day > -20 && day < -17) || (day > -6 && day < -5.4);
    const holed = (level: (day: number) => number) => hoursOf(28, (day, hour) => (isSilent(day) ? null : used(level)(day, hour)));
    expect(linesOf(holed(() => 0.45))[0].kind).toBe("never");
    const growing = (day: number) => 0.5 + 0.004 * day;
    expect(Math.abs(daysOf(linesOf(holed(growing))[0]).best - daysOf(linesOf(usedFor(28, growing))[0]).best)).toBeLessThan(5);
  });

  it("makes up for peak hours that were silent", () => {
    const isBusy = (hour: number) => Math.cos((2 * Math.PI * hour) / 24) > -0.5;
    const hours = hoursOf(28, (day, hour) => (day > -9 && isBusy(hour) ? null : used(() => 0.66)(day, hour)));
    expect(linesOf(hours)[0].kind).toBe("crossed");
  });

  it("is crossed where the last week's usual peaks reach the line, and no more once they are lower", () => {
    expect(linesOf(usedFor(28, () => 0.7))).toMatchObject([{ kind: "crossed" }, { kind: "never" }]);
    expect(linesOf(usedFor(28, (day) => (day < -4 ? 0.7 : 0.4)))[0].kind).toBe("never");
  });

  it("says what it does not know", () => {
    const unknown = (reason: string) => FORECAST_LINES.map(() => ({ kind: "unknown", reason }));
    expect(linesOf([])).toEqual(unknown("too-short"));
    expect(linesOf(hoursOf(1, () => 0.5))).toEqual(unknown("too-short"));
    expect(linesOf([...hoursOf(60, () => null), ...hoursOf(1, () => 0.5)])).toEqual(unknown("too-short"));
    expect(linesOf(hoursOf(28, (_, hour) => (hour % 24 === 0 ? 0.5 : null)))).toEqual(unknown("too-few-readings"));
    expect(linesOf(hoursOf(28, (day) => (day > -4 ? null : 0.5)))).toEqual(unknown("silent"));
  });
});

describe("any forecast of months", () => {
  const hour: fc.Arbitrary<HourlyPeak> = fc.oneof(
    { weight: 8, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }).map((max) => ({ max })) },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom({ max: 0 }, { max: 1 }, { max: 0.6 }) },
  );
  /** A few days drawn at random, repeated, so that there are weeks and repeats, and a random end. */
  const series = fc
    .record({
      days: fc.array(hour, { minLength: 1, maxLength: 72 }),
      times: fc.integer({ min: 0, max: 40 }),
      end: fc.array(hour, { maxLength: 100 }),
      scale: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ days, times, end, scale }) =>
      [...Array.from({ length: times }, () => days).flat(), ...end].map((each) => (each ? { max: each.max * scale } : null)),
    );
  const momentsOf = (forecast: LineForecast): (number | null)[] => {
    if (forecast.kind === "crossed") return [0, 0, 0];
    if (forecast.kind === "never") return [forecast.lowMs, null, null];
    return forecast.kind === "at" ? [forecast.lowMs, forecast.bestMs, forecast.highMs] : [];
  };
  const end = Number.POSITIVE_INFINITY;

  it("has its moments in order, from now to the horizon", () => {
    fc.assert(
      fc.property(series, (hours) => {
        for (const { forecast } of longRangeForecast(hours, 0).lines) {
          const moments = momentsOf(forecast).map((moment) => moment ?? end);
          expect(moments).toEqual(moments.toSorted((a, b) => a - b));
          for (const moment of moments) {
            expect(moment).toBeGreaterThanOrEqual(0);
            if (moment !== end) expect(moment).toBeLessThanOrEqual(HORIZON_DAYS * DAY_MS);
          }
        }
      }),
    );
  });

  it("reaches a higher line no sooner", () => {
    fc.assert(
      fc.property(series, (hours) => {
        const [warn, fail] = longRangeForecast(hours, 0, [0.5, 0.55]).lines.map(({ forecast }) => momentsOf(forecast));
        for (const [index, moment] of warn!.entries()) expect(fail![index] ?? end).toBeGreaterThanOrEqual(moment ?? end);
      }),
    );
  });

  it("does not depend on the clock, or on silence before the first reading", () => {
    fc.assert(
      fc.property(series, fc.nat(200), (hours, silent) => {
        const moved = longRangeForecast([...Array<null>(silent).fill(null), ...hours], NOW_MS).lines.map(({ forecast }) =>
          momentsOf(forecast),
        );
        const still = longRangeForecast(hours, 0).lines.map(({ forecast }) => momentsOf(forecast));
        const zero = (moment: number | null, isCrossed: boolean) => (moment === null || isCrossed ? moment : moment - NOW_MS);
        expect(
          moved.map((all) =>
            all.map((moment) =>
              zero(
                moment,
                all.every((each) => each === 0),
              ),
            ),
          ),
        ).toEqual(still);
      }),
    );
  });
});
