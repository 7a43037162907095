/** AWS Architecture Blog, "Exponential Backoff And Jitter": full jitter spreads a fleet that lost its server at once. */
const FIRST_MS = 1_000;
const CAP_MS = 60_000;
const FLOOR_MS = 250;

/** Wait before the next try after `failures` failures in a row, 250 ms to 60 s. `random` is in [0, 1). */
export function backOffMs(failures: number, random: number): number {
  const ceiling = Math.min(CAP_MS, FIRST_MS * 2 ** Math.min(failures - 1, 16));
  return Math.max(FLOOR_MS, Math.round(random * ceiling));
}

const RETRY_AFTER_MAX_MS = 3_600_000;

/** Retry-After (RFC 9110, 10.2.3): seconds or an HTTP date; null where absent or unreadable, an hour at most. */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  const isDate = header.endsWith(" GMT");
  const wait = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : isDate ? Date.parse(header) - nowMs : Number.NaN;
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), RETRY_AFTER_MAX_MS);
}
