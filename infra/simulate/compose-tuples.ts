import type { Tuple } from "@berth/shared/domain/host/snapshot.ts";
import { smoothNoise } from "./hash-noise.ts";
import type { PortCounts } from "./port-counts.ts";
import type { SimulatedHost } from "./simulated-host.ts";

export const CLOSE_WINDOWS = 6;
const WINDOW_SECONDS = 10;
const RELEASE_SECONDS = CLOSE_WINDOWS * WINDOW_SECONDS;

/** Share of the live connections in each passing state. */
const PASSING = { synSent: 0.002, finWait: 0.005, closeWait: 0.001 } as const;
/** So many at most: peers that went away one by one. */
const STRAY_CLOSE_WAIT_MAX = 12;
/** A rate below is no ground for a life. */
const LEAST_RATE = 0.2;

/** One tuple in the host's own order. `trail`: its TIME_WAIT entries' share by age, the oldest ten seconds first. */
export function composeTuple(host: SimulatedHost, counts: PortCounts, index: number, trail: readonly number[], atMs: number): Tuple {
  const { destination, program } = host.tuples[index]!;
  const { blocked, configuration } = counts;
  const [entries, timeWait, reusable] = [counts.entries[index]!, counts.waiting[index]!, counts.reusable[index]!];
  const live = entries - timeWait;
  const isLeaking = host.leak?.tuple === index;
  const leakedCloseWait = isLeaking ? counts.leakedCloseWait : 0;
  const regular = live - (isLeaking ? counts.leaked : 0);
  const synSent = Math.floor(regular * PASSING.synSent);
  const finWait = Math.floor(regular * PASSING.finWait);
  const strayCloseWait = Math.min(STRAY_CLOSE_WAIT_MAX, Math.floor(regular * PASSING.closeWait));
  const closed = closedBySecond(timeWait, trail, host.seed, index, atMs);
  const closesPerSecond = closesOf(closed);
  const opensPerSecond = closesPerSecond.at(-1)!;
  const used = entries - reusable + blocked;
  const free = configuration.capacity - used;
  return {
    protocol: "tcp",
    source: host.source,
    destination,
    capacity: configuration.capacity,
    held: entries - reusable,
    blocked,
    used,
    established: live - leakedCloseWait - strayCloseWait - synSent - finWait,
    timeWait,
    reusableTimeWait: reusable,
    closeWait: leakedCloseWait + strayCloseWait,
    synSent,
    finWait,
    closesPerSecond,
    releases: configuration.tcpTwReuse === 1 ? youngReleases(timeWait - reusable) : closed,
    headroom: { unlimited: false, low: free, high: free, best: free },
    holders: [
      { process: host.programs[program]!.name, share: 1, basis: timeWait > live ? "inferred" : "live", unit: unitOfProgram(host, program) },
    ],
    opensPerSecond,
    ...(opensPerSecond >= LEAST_RATE ? { medianLifeMs: Math.round((regular / opensPerSecond) * 1_000) } : {}),
  };
}

/** systemd's name of a program's unit. */
export const unitOfProgram = (host: SimulatedHost, program: number): string => `${host.programs[program]!.name}.service`;

/** TIME_WAIT entries by the second in which they end, the next one first: those closed longest ago come first. */
function closedBySecond(timeWait: number, trail: readonly number[], seed: number, index: number, atMs: number): number[] {
  const weights = Array.from({ length: RELEASE_SECONDS }, (_, second) => {
    const noise = smoothNoise(seed, 100 + index, atMs + second * 1_000, 1_000);
    return trail[Math.floor(second / WINDOW_SECONDS)]! * (1 + 0.3 * noise);
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let [cumulated, given] = [0, 0];
  return weights.map((weight) => {
    cumulated += weight;
    const due = total === 0 ? 0 : Math.round((timeWait * cumulated) / total);
    const here = due - given;
    given = due;
    return here;
  });
}

const closesOf = (closed: readonly number[]): number[] =>
  Array.from(
    { length: CLOSE_WINDOWS },
    (_, window) =>
      closed.slice(window * WINDOW_SECONDS, (window + 1) * WINDOW_SECONDS).reduce((sum, count) => sum + count, 0) / WINDOW_SECONDS,
  );

/** With reuse, the entries too young to be taken over are free within two seconds. */
function youngReleases(young: number): number[] {
  const releases = new Array<number>(RELEASE_SECONDS).fill(0);
  releases[0] = Math.ceil(young / 2);
  releases[1] = Math.floor(young / 2);
  return releases;
}
