/** Hours that the history can show; the last are thirteen months. */
export const RANGES = [1, 6, 24, 168, 720, 9_504] as const;
export type RangeHours = (typeof RANGES)[number];

/** Some 120 to 400 points each. Under five minutes a point is a single sample, from an hour on it is made of hours. */
const STEP_SECONDS: Record<RangeHours, number> = { 1: 30, 6: 120, 24: 300, 168: 1_800, 720: 7_200, 9504: 86_400 };
const BUCKET_SECONDS = 300;

/** Seconds between two points: at least three samples, so that a late one is no gap, and whole buckets where they are rolled up. */
export function stepSecondsOf(hours: RangeHours, sampleSeconds: number): number {
  const seconds = Math.max(STEP_SECONDS[hours], 3 * sampleSeconds);
  return seconds < BUCKET_SECONDS ? seconds : Math.ceil(seconds / BUCKET_SECONDS) * BUCKET_SECONDS;
}

/** What the address asks for; else an hour for a young host, whose history would be a dot in six, and six for others. */
export function rangeOf(asked: string | undefined, ageMs: number): RangeHours {
  const wanted = RANGES.find((hours) => String(hours) === asked);
  return wanted ?? (ageMs < 2 * 3_600_000 ? 1 : 6);
}
