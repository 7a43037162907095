import type { Clock } from "../uplink/clock.ts";

/** A clock whose sleeps take no time: each is noted, moves the time on, and ends in the next turn of the loop, or at its signal while held. */
export class ManualClock implements Clock {
  readonly waits: number[] = [];
  isHeld = false;
  /** No sleep ends before this has: a real one takes longer than a request. */
  settled: () => Promise<void> = async () => undefined;
  #nowMs: number;

  constructor(nowMs = Date.UTC(2026, 10, 24)) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  advance(ms: number): void {
    this.#nowMs += ms;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    this.waits.push(ms);
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      signal.addEventListener("abort", () => resolve());
      if (this.isHeld) return;
      setImmediate(async () => {
        await this.settled();
        if (!signal.aborted) this.advance(ms);
        resolve();
      });
    });
  }
}
