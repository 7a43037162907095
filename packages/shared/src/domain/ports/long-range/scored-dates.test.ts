import { describe, expect, it } from "vitest";
import { casesOf, scoreDates } from "../../../../../../infra/bench/forecast/score-dates.ts";
import { simulateHosts } from "../../../../../../infra/bench/forecast/simulate-rollups.ts";
import { FORECAST_LINES } from "./long-range-forecast.ts";

/** Other seeds than those of `npm run bench` and of the calibration. */
const SEEDS = Array.from({ length: 12 }, (_, index) => 901 + index);

describe("dates of simulated hosts, whose next 90 days are known", () => {
  const cases = simulateHosts(SEEDS, [28, 56]).flatMap((host) => casesOf(host, FORECAST_LINES));
  const score = scoreDates(cases, ({ ours }) => ours);
  const line = scoreDates(cases, ({ line }) => line);

  it("have the moment between low and high at least three times in four", () => {
    expect(score.dates).toBeGreaterThan(150);
    expect(score.inside / score.dates).toBeGreaterThanOrEqual(0.75);
  });

  it("are hardly ever given to hosts that do not grow", () => {
    expect(score.flat).toBeGreaterThan(250);
    expect(score.falseDates / score.flat).toBeLessThanOrEqual(0.05);
  });

  it("are better than a straight line's", () => {
    const mean = (days: readonly number[]) => days.reduce((sum, each) => sum + each, 0) / days.length;
    expect(mean(score.daysOff)).toBeLessThan(mean(line.daysOff));
    expect(score.inside / score.dates).toBeGreaterThan(line.inside / line.dates);
  });
});
