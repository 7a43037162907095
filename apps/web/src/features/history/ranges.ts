/** Hours that the history can show. */
export const RANGES = [1, 6, 24] as const;
export type RangeHours = (typeof RANGES)[number];

const STEP_SECONDS: Record<RangeHours, number> = { 1: 30, 6: 120, 24: 300 };

/** Seconds between two points: at least three samples, so that a late one is no gap. */
export const stepSecondsOf = (hours: RangeHours, sampleSeconds: number): number => Math.max(STEP_SECONDS[hours], 3 * sampleSeconds);

/** What the address asks for; else an hour for a young host, whose history would be a dot in six, and six for others. */
export function rangeOf(asked: string | undefined, ageMs: number): RangeHours {
  const wanted = RANGES.find((hours) => String(hours) === asked);
  return wanted ?? (ageMs < 2 * 3_600_000 ? 1 : 6);
}
