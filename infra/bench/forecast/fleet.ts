import { type Random, seededRandom } from "../../../packages/shared/src/testing/seeded-random.ts";
import { type Demand, type Samples, simulateSupply } from "./simulate-supply.ts";

/** A host's story. Half of those that could go either way run out of ports, half do not. */
export const STORIES = [
  "calm",
  "noisy",
  "daily",
  "slow-leak",
  "fast-leak",
  "ramp",
  "step-settles",
  "step-exceeds",
  "bursts",
  "waves",
  "reuse",
  "bind-pool",
  "server-closes",
] as const;
export type Story = (typeof STORIES)[number];

export interface Trace extends Samples {
  story: Story;
  seed: number;
  capacity: number;
  holdSeconds: number;
}

const TRACE_SECONDS = 5 * 3600;
const CAPACITY = 28_232;
const HOLD_SECONDS = 60;
const REUSE_SECONDS = 1;

/** One host of each story for each seed. */
export const seededFleetOf = (seeds: readonly number[]): Trace[] =>
  seeds.flatMap((seed) => STORIES.map((story, index) => simulateHost(story, seed * 100 + index)));

function simulateHost(story: Story, seed: number): Trace {
  const random = seededRandom(seed * 7919 + 17);
  const holdSeconds = story === "reuse" ? REUSE_SECONDS : HOLD_SECONDS;
  const supply = { capacity: CAPACITY, holdSeconds, seconds: TRACE_SECONDS };
  return { story, seed, capacity: CAPACITY, holdSeconds, ...simulateSupply(random, supply, demandOf(story, random, holdSeconds)) };
}

type DemandAt = (second: number, repairs: number) => Demand;

/** Demand is written as the share of capacity that it would settle at, times a noise that wanders within minutes. */
function demandOf(story: Story, random: Random, holdSeconds: number): DemandAt {
  const wander = wandering(random, story === "noisy" ? random.between(0.08, 0.16) : random.between(0.01, 0.05));
  const lifeSeconds = LIFE[story]?.(random) ?? random.between(0.05, 8);
  const serverShare = story === "server-closes" ? 1 : 0;
  const hold = serverShare === 1 ? 0 : holdSeconds;
  const leakPerSecond = leakOf(story, random);
  const leaksAgain = random.chance(0.5) ? 1 : 0;
  const shareAt = shareOf(story, random);
  const begins = random.between(0.1, 0.4) * TRACE_SECONDS;
  return (second, repairs) => {
    const share = Math.max(0.005, shareAt(second, repairs) * (1 + wander()));
    const opensPerSecond = (share * CAPACITY) / (lifeSeconds + hold);
    const leaks = second > begins && repairs <= leaksAgain ? leakPerSecond * (1 + wander.now) : 0;
    return { opensPerSecond, lifeSeconds, leakShare: Math.min(1, leaks / opensPerSecond), serverShare };
  };
}

const LIFE: Partial<Record<Story, (random: Random) => number>> = {
  reuse: (random) => random.between(4, 20),
  "server-closes": (random) => random.between(20, 90),
};

/** An autoregressive noise with a memory of a few minutes; `now` is its last value. */
function wandering(random: Random, deviation: number): (() => number) & { now: number } {
  const memory = Math.exp(-1 / random.between(60, 240));
  const step = deviation * Math.sqrt(1 - memory ** 2);
  const wander = () => {
    wander.now = Math.max(-0.9, wander.now * memory + step * random.normal());
    return wander.now;
  };
  wander.now = 0;
  return wander;
}

/** Ports per second that are never given back. */
function leakOf(story: Story, random: Random): number {
  if (story === "slow-leak") return CAPACITY / (random.between(100, 300) * 60);
  if (story === "fast-leak") return CAPACITY / (random.between(25, 90) * 60);
  const mayLeak = story === "reuse" || story === "bind-pool";
  return mayLeak && random.chance(0.5) ? CAPACITY / (random.between(40, 200) * 60) : 0;
}

/** The share of capacity that the load alone would settle at. */
function shareOf(story: Story, random: Random): (second: number, repairs: number) => number {
  const base = random.between(0.2, 0.6);
  switch (story) {
    case "noisy":
      return constant(random.between(0.5, 0.68));
    case "daily":
      return daily(random);
    case "ramp":
    case "server-closes":
      return ramp(random, base, random.chance(0.6) ? random.between(1.1, 1.5) : random.between(0.7, 0.88));
    case "step-settles":
      return steps([{ atSecond: startOf(random), share: random.between(0.6, 0.88) }], random.between(0.15, 0.5));
    case "step-exceeds":
      return steps([{ atSecond: startOf(random), share: random.between(1.05, 1.6) }], random.between(0.15, 0.6));
    case "bursts":
      return bursts(random, random.between(0.15, 0.45));
    case "waves":
      return waves(random);
    case "calm":
      return constant(random.between(0.1, 0.85));
    default:
      return constant(base * 0.8);
  }
}

const startOf = (random: Random): number => random.between(0.15, 0.75) * TRACE_SECONDS;

const constant = (share: number) => () => share;

/** A day in five hours would be too steep: a random five hours of it. */
function daily(random: Random) {
  const [middle, swing, phase] = [random.between(0.4, 0.6), random.between(0.3, 0.6), random.between(0, 2 * Math.PI)];
  return (second: number, repairs: number) => {
    const share = middle + swing * Math.sin(phase + (2 * Math.PI * second) / 43_200);
    return repairs > 0 ? Math.min(share, 0.8) : share;
  };
}

function ramp(random: Random, from: number, to: number) {
  const [start, length] = [startOf(random) * 0.8, random.between(25, 120) * 60];
  return (second: number, repairs: number) =>
    repairs > 0 ? from : from + (to - from) * Math.min(1, Math.max(0, (second - start) / length));
}

function steps(changes: readonly { atSecond: number; share: number }[], before: number) {
  return (second: number, repairs: number) =>
    repairs > 0 ? before : (changes.findLast(({ atSecond }) => second >= atSecond)?.share ?? before);
}

/** A deploy on one part of a fleet after the other, or one more client at a time. */
function waves(random: Random) {
  const from = random.between(0.15, 0.3);
  const to = random.chance(0.5) ? random.between(1.02, 1.2) : random.between(0.65, 0.85);
  const [count, every, start] = [5, random.between(6, 20) * 60, startOf(random) * 0.7];
  const changes = Array.from({ length: count }, (_, index) => ({
    atSecond: start + index * every,
    share: from + ((to - from) * (index + 1)) / count,
  }));
  return steps(changes, from);
}

/** Retries, cron jobs, cache misses: they end by themselves. */
function bursts(random: Random, base: number) {
  const all = Array.from({ length: 8 }, () => ({
    from: random.between(0, TRACE_SECONDS),
    length: random.between(15, 180),
    extra: random.between(0.2, 0.9),
  }));
  return (second: number) =>
    base + all.filter(({ from, length }) => second >= from && second < from + length).reduce((sum, { extra }) => sum + extra, 0);
}
