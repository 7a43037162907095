export interface Timings {
  p50: number;
  p95: number;
  p99: number;
}

/** Of durations in ms. */
export function timingsOf(durations: readonly number[]): Timings {
  const ordered = durations.toSorted((a, b) => a - b);
  const at = (share: number) => ordered[Math.min(ordered.length - 1, Math.ceil(share * ordered.length) - 1)] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** Runs `work` so often after as many warm-up runs as said, one after the other. */
export async function timed(runs: number, warmUp: number, work: (run: number) => Promise<unknown>): Promise<Timings> {
  for (let run = 0; run < warmUp; run++) await work(run);
  const durations: number[] = [];
  for (let run = 0; run < runs; run++) {
    const startedAt = performance.now();
    await work(run);
    durations.push(performance.now() - startedAt);
  }
  return timingsOf(durations);
}

export const medianOf = (values: readonly number[]): number => timingsOf(values).p50;

export const ms = (value: number): string => `${value.toFixed(1)} ms`;
