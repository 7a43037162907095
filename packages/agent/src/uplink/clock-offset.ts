/** Below this the host's own clock is trusted: the server accepts up to 60 s of future. */
const TRUSTED_MS = 30_000;
/** A round trip's noise must not move stamps. */
const STEP_MS = 5_000;

/** What to add to this host's clock, once the server has refused a stamp as out of its window. Only future stamps change. */
export class ClockOffset {
  #offsetMs = 0;

  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** The server refused a stamp and said what time it is. A snapshot that was merely old says nothing about the clock. */
  refused(serverNowMs: number, nowMs: number): void {
    const measured = serverNowMs - nowMs;
    this.#offsetMs = Math.abs(measured) < TRUSTED_MS ? 0 : measured;
  }

  /** A receipt's time: lets a correction go once the host's clock has been put right, and follows a further step. */
  seen(serverNowMs: number, nowMs: number): void {
    if (this.#offsetMs === 0) return;
    const measured = serverNowMs - nowMs;
    if (Math.abs(measured) < TRUSTED_MS) this.#offsetMs = 0;
    else if (Math.abs(measured - this.#offsetMs) > STEP_MS) this.#offsetMs = measured;
  }
}
