import type { HourlyPeak } from "../../../packages/shared/src/domain/ports/long-range/long-range-forecast.ts";
import { type Random, seededRandom } from "../../../packages/shared/src/testing/seeded-random.ts";

/** What the months of a host are like. The first ones do not grow. */
export const FLAT_STORIES = ["calm", "weekly", "wandering", "incidents", "deploys", "deploy-last-week", "silent"] as const;
export const GROWING_STORIES = [
  "grows",
  "grows-with-load",
  "grows-uneven",
  "grows-with-incidents",
  "grows-with-deploy",
  "grows-with-silence",
  "began-to-grow",
] as const;
export type RollupStory = (typeof FLAT_STORIES)[number] | (typeof GROWING_STORIES)[number];

const DAY_HOURS = 24;
export const AHEAD_DAYS = 90;

export interface SimulatedHost {
  story: RollupStory;
  isFlat: boolean;
  historyDays: number;
  /** What the forecast is given. */
  history: HourlyPeak[];
  /** The same hours and those to come, incidents and silence left out. */
  past: number[];
  ahead: number[];
}

/** One host of each story for each seed and length of history. */
export const simulateHosts = (seeds: readonly number[], historyDays: readonly number[]): SimulatedHost[] =>
  seeds.flatMap((seed) =>
    historyDays.flatMap((days) =>
      [...FLAT_STORIES, ...GROWING_STORIES].map((story, index) => simulateHost(story, days, seed * 1_000 + days * 20 + index)),
    ),
  );

function simulateHost(story: RollupStory, historyDays: number, seed: number): SimulatedHost {
  const random = seededRandom(seed * 7919 + 29);
  const isFlat = FLAT_STORIES.some((each) => each === story);
  const levelAt = isFlat ? flatLevel(story, random, historyDays) : growingLevel(story, random, historyDays);
  const seasonAt = seasonOf(story, random);
  const wander = wanderOf(random, story === "wandering" ? random.between(0.03, 0.08) : random.between(0.004, 0.025));
  const noise = random.between(0.01, 0.06);
  const hours = (historyDays + AHEAD_DAYS) * DAY_HOURS;
  let wandered = 0;
  const usual = Array.from({ length: hours }, (_, hour) => {
    if (hour % DAY_HOURS === 0) wandered = wander();
    const skewed = 0.5 * noise * -Math.log(1 - random.between(0, 1));
    return Math.max(0, levelAt(hour / DAY_HOURS - historyDays) * seasonAt(hour) * (1 + wandered + noise * random.normal() + skewed));
  });
  const history = usual.slice(0, historyDays * DAY_HOURS).map((max): HourlyPeak => ({ max: Math.min(1, max) }));
  if (story.includes("incidents")) addIncidents(history, random);
  if (story === "silent" || story === "grows-with-silence") silence(history, random);
  return {
    story,
    isFlat,
    historyDays,
    history,
    past: usual.slice(0, historyDays * DAY_HOURS),
    ahead: usual.slice(historyDays * DAY_HOURS),
  };
}

/** The level of the peak hours, by days from now. */
type LevelAt = (day: number) => number;

function flatLevel(story: RollupStory, random: Random, historyDays: number): LevelAt {
  const level = random.between(0.15, 0.52);
  if (story !== "deploys" && story !== "deploy-last-week") return () => level;
  const count = story === "deploys" ? 1 + Math.floor(random.between(0, historyDays / 14)) : 1;
  const deploys = Array.from({ length: count }, () => ({
    day: story === "deploys" ? -random.between(3, historyDays) : -random.between(3, 7),
    change: random.between(-0.3, 0.3),
  }));
  return (day) => level * (1 - deploys.reduce((sum, deploy) => sum + (day < deploy.day ? deploy.change : 0), 0));
}

/** Reaches 0.6 after some days, by a growth that the history has room for. */
function growingLevel(story: RollupStory, random: Random, historyDays: number): LevelAt {
  const now = random.between(0.3, 0.52);
  const isNew = story === "began-to-grow";
  const room = isNew ? random.between(8, Math.max(9, Math.min(21, historyDays / 2))) : historyDays;
  const soonest = ((0.6 - now) / (now - 0.08)) * room;
  const perDay = (0.6 - now) / random.between(Math.max(3, soonest), Math.max(80, 1.5 * soonest));
  const unevenness = story === "grows-uneven" ? random.between(0.3, 0.8) : 0;
  const [phase, period] = [random.between(0, 7), random.between(9, 40)];
  const turn = (2 * Math.PI) / period;
  // The growth of a day is (1 + unevenness × cos): never less than nothing.
  const grown = (day: number) => day + (unevenness / turn) * (Math.sin(turn * day + phase) - Math.sin(phase));
  const deploy = story === "grows-with-deploy" ? { day: -random.between(4, historyDays), change: random.between(-0.12, 0.12) } : null;
  return (day) => now + perDay * grown(isNew ? Math.max(day, -room) : day) - (deploy && day < deploy.day ? deploy.change : 0);
}

/** 1 at the peak hour of a peak day. */
function seasonOf(story: RollupStory, random: Random): (hour: number) => number {
  const swing = story === "calm" ? 0 : random.between(0.05, 0.6);
  const weekend = story === "weekly" || random.chance(0.6) ? random.between(0.05, 0.5) : 0;
  const [peakHour, sunday, sharpness] = [random.between(0, 24), Math.floor(random.between(0, 7)), random.between(1, 3)];
  return (hour) => {
    const daily = ((1 + Math.cos((2 * Math.PI * (hour - peakHour)) / DAY_HOURS)) / 2) ** sharpness;
    const weekday = (Math.floor(hour / DAY_HOURS) + sunday) % 7;
    return (1 - swing * (1 - daily)) * (weekday >= 5 ? 1 - weekend : 1);
  };
}

/** Better and worse days, which keep some of themselves from one to the next. */
function wanderOf(random: Random, deviation: number): () => number {
  const memory = random.between(0, 0.8);
  let now = deviation * random.normal();
  return () => {
    now = memory * now + deviation * Math.sqrt(1 - memory ** 2) * random.normal();
    return now;
  };
}

/** Some hours each, on one day in eight: retries, a slow database, a stampede. */
function addIncidents(history: HourlyPeak[], random: Random): void {
  for (let day = 0; day < history.length / DAY_HOURS; day++) {
    if (!random.chance(1 / 8)) continue;
    const from = Math.floor(day * DAY_HOURS + random.between(0, 20));
    const [length, extra] = [1 + Math.floor(random.between(0, 5)), random.between(0.15, 0.6)];
    for (let hour = from; hour < from + length; hour++) history[hour] = { max: Math.min(1, (history[hour]?.max ?? 0) + extra) };
  }
}

/** A host that is off at times, for hours and for days. */
function silence(history: HourlyPeak[], random: Random): void {
  for (let stretch = 0; stretch < history.length / 96; stretch++) {
    const from = Math.floor(random.between(0, history.length - 60));
    const length = Math.floor(random.chance(0.3) ? random.between(20, 58) : random.between(2, 14));
    history.fill(null, from, from + length);
  }
}
