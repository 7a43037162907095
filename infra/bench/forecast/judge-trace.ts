import type { Tuple } from "../../../packages/shared/src/domain/host/snapshot.ts";
import { type Forecast, forecastOf, TREND_MINUTES } from "../../../packages/shared/src/domain/ports/forecast.ts";
import { platformHold } from "../../../packages/shared/src/domain/ports/hold-time.ts";
import { useOfPool, useOfTuple } from "../../../packages/shared/src/domain/ports/port-use.ts";
import { buildNamespace, buildSettings, buildTuple } from "../../../packages/shared/src/testing/build-snapshot.ts";
import type { Trace } from "./fleet.ts";
import { SAMPLE_SECONDS } from "./simulate-supply.ts";
import { minutesToFullOnLine } from "./straight-line.ts";

export const SAMPLES_A_MINUTE = 60 / SAMPLE_SECONDS;
const WINDOWS = 6;
const REUSE_DELAY_MS = 1_000;

/** What both say at one sample of a trace, `minute` after its beginning. */
export interface Judgement {
  minute: number;
  ours: Forecast;
  /** Minutes until the straight line is at capacity; null where it never is. */
  line: number | null;
}

/**
 * Judges every sample of a trace, once half an hour of it has been seen. We are given what the API gives to a check: the
 * present snapshot and one a minute before it; the line has every sample, as a metrics server would.
 */
export function judgeTrace(trace: Trace): Judgement[] {
  const uses = trace.closes.map((_, sample) => ({ atMs: sample * SAMPLE_SECONDS * 1000, use: useAt(trace, sample) }));
  const used = uses.map(({ use }) => use.used);
  const first = TREND_MINUTES * SAMPLES_A_MINUTE;
  return uses.slice(first).map((present, index) => {
    const sample = first + index;
    const earlier = Array.from({ length: TREND_MINUTES }, (_, minute) => uses[sample - (TREND_MINUTES - minute) * SAMPLES_A_MINUTE]!);
    return {
      minute: (sample + 1) / SAMPLES_A_MINUTE,
      ours: forecastOf([...earlier, present]),
      line: minutesToFullOnLine(used.slice(sample - first, sample + 1), SAMPLE_SECONDS / 60, trace.capacity),
    };
  });
}

const waitingAt = (trace: Trace, sample: number): number => {
  if (trace.holdSeconds < SAMPLE_SECONDS) return Math.round((trace.closes[sample]! * trace.holdSeconds) / SAMPLE_SECONDS);
  return trace.closes
    .slice(Math.max(0, sample + 1 - trace.holdSeconds / SAMPLE_SECONDS), sample + 1)
    .reduce((sum, closes) => sum + closes, 0);
};

const usedAt = (trace: Trace, sample: number): number => Math.min(trace.capacity, trace.standing[sample]! + waitingAt(trace, sample));

const WITH_REUSE = buildNamespace({ settings: buildSettings({ tcpTwReuse: 1, tcpTwReuseDelayMs: REUSE_DELAY_MS }) });
const WITHOUT = buildNamespace();

/** The tuple that an agent would have sent, read as the product reads it. */
function useAt(trace: Trace, sample: number) {
  const windows = Array.from({ length: WINDOWS }, (_, index) => trace.closes[sample - WINDOWS + 1 + index] ?? 0);
  const timeWait = windows.reduce((sum, closes) => sum + closes, 0);
  const reuses = trace.holdSeconds < SAMPLE_SECONDS;
  const waiting = waitingAt(trace, sample);
  const tuple: Tuple = buildTuple({
    capacity: trace.capacity,
    used: usedAt(trace, sample),
    established: trace.standing[sample]!,
    timeWait,
    reusableTimeWait: reuses ? timeWait - waiting : 0,
    closesPerSecond: windows.map((closes) => closes / SAMPLE_SECONDS),
    releases: reuses
      ? Array.from({ length: 60 }, (_, second) => (second === 0 ? waiting : 0))
      : Array.from({ length: 60 }, (_, second) => windows[Math.floor(second / SAMPLE_SECONDS)]! / SAMPLE_SECONDS),
  });
  const hold = platformHold("linux");
  if (trace.story === "bind-pool") return useOfPool({ capacity: tuple.capacity, used: tuple.used }, [tuple], hold);
  return useOfTuple("linux", reuses ? WITH_REUSE : WITHOUT, tuple, hold);
}
