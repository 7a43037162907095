import { type LineForecast, longRangeForecast } from "../../../packages/shared/src/domain/ports/long-range/long-range-forecast.ts";
import { dateOnLine } from "./date-on-line.ts";
import { AHEAD_DAYS, type SimulatedHost } from "./simulate-rollups.ts";

/** What is said of one host and one line: days from now; null where beyond the horizon. */
export interface Said {
  low: number | null;
  best: number | null;
  high: number | null;
}

/** One host and one line that its usual peaks have not reached. */
export interface Case {
  host: SimulatedHost;
  ratio: number;
  /** Days until they do; null where not within the horizon. */
  truth: number | null;
  /** "crossed" where it is said to be reached already. */
  ours: Said | "crossed" | "unknown";
  line: Said;
}

const DAY_MS = 86_400_000;
const DAY_HOURS = 24;

/** Asks both methods about every line that the usual peaks of the last week have not reached. */
export function casesOf(host: SimulatedHost, ratios: readonly number[]): Case[] {
  const { history, past, ahead } = host;
  const highest = Math.max(...past.slice(-7 * DAY_HOURS));
  return longRangeForecast(history, 0, ratios)
    .lines.filter(({ ratio }) => highest < ratio)
    .map(({ ratio, forecast }) => {
      const hour = ahead.findIndex((peak) => peak >= ratio);
      const truth = hour < 0 ? null : hour / DAY_HOURS;
      return { host, ratio, truth, ours: saidBy(forecast), line: dateOnLine(history, ratio, AHEAD_DAYS) };
    });
}

function saidBy(forecast: LineForecast): Said | "crossed" | "unknown" {
  if (forecast.kind === "crossed" || forecast.kind === "unknown") return forecast.kind;
  const days = (ms: number | null) => (ms === null ? null : ms / DAY_MS);
  const [best, high] = forecast.kind === "at" ? [forecast.bestMs, forecast.highMs] : [null, null];
  return { low: days(forecast.lowMs), best: days(best), high: days(high) };
}

export interface DateScore {
  /** Dates given, and how many of them hold the moment between `low` and `high`; it came before, or after. */
  dates: number;
  inside: number;
  before: number;
  after: number;
  /** Hosts that do not grow and do not reach the line, and dates given all the same. */
  flat: number;
  falseDates: number;
  /** Growing hosts that reach the line, and how many days the best guess is off, with the horizon for no date. */
  daysOff: number[];
}

export function scoreDates(cases: readonly Case[], saidOf: (each: Case) => Said | "crossed" | "unknown"): DateScore {
  const score: DateScore = { dates: 0, inside: 0, before: 0, after: 0, flat: 0, falseDates: 0, daysOff: [] };
  for (const each of cases) {
    const said = saidOf(each);
    const { host, truth } = each;
    const given = said === "crossed" ? { low: 0, best: 0, high: 0 } : said === "unknown" ? null : said;
    if (host.isFlat && truth === null) {
      score.flat++;
      if (given !== null && given.best !== null) score.falseDates++;
    }
    if (!host.isFlat && truth !== null) score.daysOff.push(Math.abs((given?.best ?? AHEAD_DAYS) - truth));
    if (given === null || given.best === null) continue;
    score.dates++;
    const came = truth ?? Number.POSITIVE_INFINITY;
    if (came < (given.low ?? 0)) score.before++;
    else if (came > (given.high ?? Number.POSITIVE_INFINITY)) score.after++;
    else score.inside++;
  }
  return score;
}
