/**
 * The kernel's own announcements of calls that found no port, as text lines of tracefs: a port with a fake. Nothing runs in
 * the kernel until a call fails, but for what `arm` says.
 */
export interface FailureTrace {
  /** What was announced since the last call. */
  read(): string;
  /**
   * Announces failed bind() and UDP connect() too. The kernel then takes the slow way in and out of every system call of
   * every process (50 ns each, measured), so it is asked only where a pool could run dry.
   */
  arm(isArmed: boolean): void;
  /** Calls back as soon as there may be something to read. */
  watch(onAnnounced: () => void): void;
  /** CLOCK_MONOTONIC in milliseconds, which stamps the lines. */
  traceNowMs(): number;
  close(): void;
}
