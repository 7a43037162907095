import type { RowForecast } from "./port-rows.ts";

/** A time that was foretold stays so long after it is no more: one look without it is no news. */
const KEPT_MS = 5_000;
/** How far a new time moves the one shown, where both agree. */
const WEIGHT = 0.4;

interface Foretold {
  forecast: Extract<RowForecast, { kind: "minutes" }>;
  atMs: number;
}

/** Steadies the forecasts of rows from one look to the next. */
export class ForecastMemory {
  #shown = new Map<string, Foretold>();

  /** What to show of each row, in their order; rows that are gone are forgotten. */
  steady<Row extends { key: string; forecast: RowForecast }>(rows: readonly Row[], nowMs: number): Row[] {
    const shown = new Map<string, Foretold>();
    const steadied = rows.map((row) => {
      const next = settle(row.forecast, this.#shown.get(row.key), nowMs);
      if (next) shown.set(row.key, next);
      return next ? { ...row, forecast: passed(next, nowMs) } : row;
    });
    this.#shown = shown;
    return steadied;
  }
}

function settle(forecast: RowForecast, before: Foretold | undefined, nowMs: number): Foretold | null {
  const left = before && passed(before, nowMs);
  if (forecast.kind === "minutes") {
    const agrees = left && left.best > 0 && left.best >= forecast.low && (forecast.high === null || left.best <= forecast.high);
    if (!agrees || forecast.best === 0) return { forecast, atMs: nowMs };
    return { forecast: { ...forecast, best: left.best + WEIGHT * (forecast.best - left.best) }, atMs: nowMs };
  }
  return before && left && left.best > 0 && nowMs - before.atMs <= KEPT_MS ? before : null;
}

/** A forecast as it stands some time after it was made. */
function passed({ forecast, atMs }: Foretold, nowMs: number): Foretold["forecast"] {
  const left = (minutes: number) => Math.max(0, minutes - (nowMs - atMs) / 60_000);
  return { kind: "minutes", low: left(forecast.low), best: left(forecast.best), high: forecast.high === null ? null : left(forecast.high) };
}
