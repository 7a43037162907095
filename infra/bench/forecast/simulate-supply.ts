import type { Random } from "../../../packages/shared/src/testing/seeded-random.ts";

export const SAMPLE_SECONDS = 10;

/** What is asked of a supply of ports at one second. */
export interface Demand {
  /** New connections per second. */
  opensPerSecond: number;
  /** Mean life of a connection that ends. */
  lifeSeconds: number;
  /** Share of the connections that are never closed. */
  leakShare: number;
  /** Share of the others that the server closes: they leave no TIME_WAIT here. */
  serverShare: number;
}

/** What a sampler saw every 10 s. */
export interface Samples {
  /** Closes from this side since the sample before. */
  closes: number[];
  /** Ports that are not in TIME_WAIT. */
  standing: number[];
  /** Samples in which a connect failed for want of a port, as [first, last]. */
  outages: [number, number][];
}

/** After so long without a port somebody restarts what leaks and takes load off. */
const REPAIRED_AFTER_SECONDS = 600;

/**
 * Opens and closes connections second by second: each open takes a port, a closed one stands in TIME_WAIT for the hold, and
 * a connect fails where no port is left. `demandAt` is told for how long it has been repaired, so that a story can begin anew.
 */
export function simulateSupply(
  random: Random,
  { capacity, holdSeconds, seconds }: { capacity: number; holdSeconds: number; seconds: number },
  demandAt: (second: number, repairs: number) => Demand,
): Samples {
  const samples: Samples = { closes: [], standing: [], outages: [] };
  const closedAt = new Int32Array(seconds + 1);
  let [live, leaked, waiting, closes, failed, failedSince, repairs] = [0, 0, 0, 0, 0, -1, 0];
  for (let second = 0; second < seconds; second++) {
    const demand = demandAt(second, repairs);
    if (second === 0) {
      live = Math.round(demand.opensPerSecond * demand.lifeSeconds);
      closedAt.fill(0);
    }
    const ended = Math.min(live, random.poisson(live * (1 - Math.exp(-1 / Math.max(demand.lifeSeconds, 0.2)))));
    const byServer = Math.min(ended, random.poisson(ended * demand.serverShare));
    live -= ended;
    const closed = ended - byServer;
    closedAt[second] = closed;
    closes += closed;
    waiting += closed - (second >= holdSeconds ? closedAt[second - holdSeconds]! : 0);
    const asked = random.poisson(demand.opensPerSecond);
    const opened = Math.min(asked, Math.max(0, capacity - live - leaked - waiting));
    const lost = Math.min(opened, random.poisson(opened * demand.leakShare));
    live += opened - lost;
    leaked += lost;
    if (asked > opened) {
      failed++;
      if (failedSince < 0) failedSince = second;
    }
    if (failedSince >= 0 && second - failedSince > REPAIRED_AFTER_SECONDS) {
      [leaked, failedSince, repairs] = [0, -1, repairs + 1];
    }
    if ((second + 1) % SAMPLE_SECONDS === 0) {
      const sample = samples.closes.length;
      const last = samples.outages.at(-1);
      if (failed > 0 && last && last[1] >= sample - REPAIRED_AFTER_SECONDS / SAMPLE_SECONDS) last[1] = sample;
      else if (failed > 0) samples.outages.push([sample, sample]);
      samples.closes.push(closes);
      samples.standing.push(live + leaked);
      [closes, failed] = [0, 0];
    }
  }
  return samples;
}
