/** Time behind a door, so that waiting can be tested without waiting. */
export interface Clock {
  /** Epoch milliseconds by this host. */
  nowMs(): number;
  /** Resolves after `ms`, or at once when `signal` aborts; it never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}
