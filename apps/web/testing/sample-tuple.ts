import type { Tuple } from "@berth/shared/domain/host/snapshot.ts";

/** What a sample tuple is about; everything else follows from it. */
export interface SampleTuple {
  source?: string;
  destination: string;
  port: number;
  established?: number;
  timeWait?: number;
  closeWait?: number;
  blocked?: number;
  closesPerSecond?: number[];
  /** Ports that the snapshot cannot settle: headroom becomes an interval. */
  unsettled?: number;
  process?: string;
}

const CAPACITY = 28_220;

/** TIME_WAIT entries of a steady rate come back evenly over the coming minute. */
const spread = (total: number): number[] =>
  Array.from({ length: 60 }, (_, second) => Math.floor(((second + 1) * total) / 60) - Math.floor((second * total) / 60));

export function sampleTuple(sample: SampleTuple): Tuple {
  const { established = 0, timeWait = 0, closeWait = 0, blocked = 0, unsettled = 0 } = sample;
  const held = established + timeWait + closeWait;
  const best = CAPACITY - held - blocked;
  return {
    protocol: "tcp",
    source: sample.source ?? "10.0.3.17",
    destination: { address: sample.destination, port: sample.port },
    capacity: CAPACITY,
    held,
    blocked,
    used: held + blocked,
    established,
    timeWait,
    reusableTimeWait: 0,
    closeWait,
    synSent: 0,
    finWait: 0,
    closesPerSecond: sample.closesPerSecond ?? [0, 0, 0, 0, 0, 0],
    releases: spread(timeWait),
    headroom: { unlimited: false, low: best - unsettled, high: best, best },
    holders: sample.process ? [{ process: sample.process, share: 1 }] : [],
  };
}
