/** Epoch milliseconds as RFC 3339, UTC, which is how reads tell the time. */
export const timestamp = (epochMs: number): string => new Date(epochMs).toISOString();

export const timestampOrNull = (epochMs: number | null): string | null => (epochMs === null ? null : timestamp(epochMs));
