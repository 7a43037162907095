import { describe, expect, it } from "vitest";
import { ForecastMemory } from "./forecast-memory.ts";
import type { RowForecast } from "./port-rows.ts";

const NEVER: RowForecast = { kind: "never", low: null };
const minutes = (best: number, high: number | null = 2 * best): RowForecast => ({ kind: "minutes", low: best / 2, best, high });
/** What is shown of one row at each second. */
const shown = (forecasts: RowForecast[]): RowForecast[] => {
  const memory = new ForecastMemory();
  return forecasts.map((forecast, second) => memory.steady([{ key: "a", forecast }], second * 1000)[0]!.forecast);
};

describe("the forecast of a row", () => {
  it("does not flicker between a time and never", () => {
    const kinds = shown([minutes(5), NEVER, minutes(5), NEVER, NEVER]).map(({ kind }) => kind);
    expect(kinds).toEqual(Array(5).fill("minutes"));
  });

  it("is gone some seconds after it was last made", () => {
    expect(shown([minutes(5), ...Array(6).fill(NEVER)]).at(-1)).toEqual(NEVER);
  });

  it("shows a first time at once, and one that disagrees", () => {
    expect(shown([NEVER, minutes(5)])[1]).toMatchObject({ best: 5 });
    expect(shown([minutes(50), minutes(5)])[1]).toMatchObject({ best: 5 });
    expect(shown([minutes(5), { kind: "minutes", low: 0, best: 0, high: 0 }])[1]).toMatchObject({ best: 0 });
  });

  it("moves a little where both agree, and counts down meanwhile", () => {
    const [, second] = shown([minutes(5), minutes(6)]);
    if (second?.kind !== "minutes") throw new Error("a time was foretold");
    expect(second.best).toBeGreaterThan(4.9);
    expect(second.best).toBeLessThan(5.5);
    expect(shown([minutes(5), NEVER])[1]).toMatchObject({ best: 5 - 1 / 60 });
  });

  it("is forgotten with its row", () => {
    const memory = new ForecastMemory();
    memory.steady([{ key: "a", forecast: minutes(5) }], 0);
    memory.steady([], 1_000);
    expect(memory.steady([{ key: "a", forecast: NEVER }], 2_000)[0]!.forecast).toEqual(NEVER);
  });
});
