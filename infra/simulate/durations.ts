export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
export const WEEK_MS = 7 * DAY_MS;

/** An agent looks so often. */
export const SAMPLE_MS = 10 * SECOND_MS;

/** Every change that comes at once comes on such a bound, so that a bucket has no step inside. */
export const BUCKET_MS = 5 * MINUTE_MS;
export const SAMPLES_PER_BUCKET = BUCKET_MS / SAMPLE_MS;
