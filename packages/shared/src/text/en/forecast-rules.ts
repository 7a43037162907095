import type { FORECAST_RULES } from "../../domain/checklist/catalogue/exhaustion.ts";
import type { Evidence } from "../../domain/checklist/check.ts";
import type { ChecksGroupText } from "../checks.ts";
import { numberOf, textOf } from "../checks-figures.ts";
import { type Sentence, sentence } from "../sentence.ts";
import { about, count, named, observedPercent, plural } from "./checks-phrases.ts";

const MINUTES_AN_HOUR = 60;

/** "26 minutes", and hours where minutes would be too many. */
function span(minutes: number): Sentence {
  if (minutes < 1) return sentence`less than a minute`;
  if (minutes < 2 * MINUTES_AN_HOUR) return plural(Math.round(minutes), "minute", "minutes");
  return plural(Math.round(minutes / MINUTES_AN_HOUR), "hour", "hours");
}

/** The interval, as far as it has ends. */
function interval(e: Evidence): Sentence {
  if (textOf(e, "low") === null) return [];
  if (textOf(e, "high") === null) return sentence` (${span(numberOf(e, "low"))} at the earliest; it may stop before)`;
  const [low, high] = [Math.floor(numberOf(e, "low")), Math.ceil(numberOf(e, "high"))];
  return high - low <= 1 ? [] : sentence` (${span(low)} to ${span(high)})`;
}

function bears(e: Evidence): Sentence {
  return textOf(e, "ceilingPerSecond") === null ? [] : sentence`; it can bear ${named(e, "ceilingPerSecond")}`;
}

const rate = (e: Evidence): Sentence =>
  sentence`${named(e, "opensPerSecond")} new ${numberOf(e, "opensPerSecond") === 1 ? "connection" : "connections"} per second`;

export const forecastRules: ChecksGroupText<never, (typeof FORECAST_RULES)[number]>["rules"] = {
  "eta-gone": (e) => sentence`${about(e)} has no port left of ${named(e, "capacity")}.`,
  "eta-over-ceiling": (e) =>
    sentence`${about(e)} gets ${rate(e)}${textOf(e, "ceilingPerSecond") === null ? [] : sentence` and can bear ${named(e, "ceilingPerSecond")}`}: at this rate the last of its ${named(e, "capacity")} ports goes in ${plural(numberOf(e, "seconds"), "second", "seconds")}.`,
  "eta-soon": (e) => sentence`${about(e)} runs out of ports in ${span(e.observed)}${interval(e)}.`,
  "eta-settles": (e) =>
    sentence`${about(e)} settles at ${observedPercent(e)} of its ${named(e, "capacity")} ports with ${rate(e)}${bears(e)}.`,
  "eta-later": (e) => sentence`${about(e)} runs out of ports in ${span(e.observed)}${interval(e)}, if it goes on like this.`,
  "eta-closest": (e) =>
    sentence`Closest: ${about(e)} settles at ${observedPercent(e)} of its ${named(e, "capacity")} ports at its present rate.`,
  "eta-rate-unseen": (e) =>
    sentence`Closest: ${about(e)}, ${observedPercent(e)} of its ${named(e, "capacity")} ports in use. How fast connections come is not seen here, so the forecast follows the use alone.`,
  "eta-half": (e) =>
    sentence`${about(e)} passes half of its ports in ${plural(numberOf(e, "seconds"), "second", "seconds")}: from there on connect() takes ${named(e, "slowerLow")} to ${count(numberOf(e, "slowerHigh"))} times longer.`,
};

export const forecastTitles = {
  title: { "eph-eta": "Time to exhaustion" },
  looksAt: { "eph-eta": "Where the present rate settles, its trend and leaks: minutes until the last port is taken." },
  passed: { "eph-eta": "At this rate and with its trend nothing runs out of ports within the hour." },
} as const;
