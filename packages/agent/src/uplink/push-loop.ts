import { backOffMs } from "./back-off.ts";
import type { Clock } from "./clock.ts";
import type { ClockOffset } from "./clock-offset.ts";
import type { AgentSettings, Receipt } from "./server-answer.ts";
import type { Answer, Sender, ServerClient } from "./server-client.ts";
import type { Batch, Spool } from "./spool.ts";

/** Wire version 1: at most 60 snapshots and 1 MiB unpacked in a request. */
const REQUEST_SNAPSHOTS = 60;
const REQUEST_BYTES = 1_048_576;
/** A credential that was refused is tried again seldom: only a person can mend it. */
const UNAUTHORIZED_WAIT_MS = 300_000;
/** How long a stop waits for the request under way. */
const STOP_GRACE_MS = 1_500;

export interface PushEvents {
  /** `count` snapshots arrived; `waiting` are left. */
  delivered(count: number, waiting: number): void;
  /** The server refused one snapshot for good. */
  refused(status: number, problem: string, detail: string): void;
  unauthorized(waitMs: number): void;
  unavailable(reason: string, waitMs: number): void;
  /** Settings for this agent came with a receipt. */
  settings(settings: AgentSettings): void;
}

export interface PushLoopParts {
  spool: Spool;
  client: ServerClient;
  clock: Clock;
  offset: ClockOffset;
  /** Uniform in [0, 1). */
  random(): number;
  /** Asked anew before every request, because a person may enrol this host again meanwhile; it may clear the spool. */
  sender(): Sender;
  events: PushEvents;
}

/** Empties the spool towards the server: oldest first, one request at a time, nothing forgotten before it is answered for. */
export class PushLoop {
  readonly #parts: PushLoopParts;
  readonly #stop = new AbortController();
  readonly #abort = new AbortController();
  #wake: AbortController | null = null;
  #failures = 0;
  #requestSnapshots = REQUEST_SNAPSHOTS;

  constructor(parts: PushLoopParts) {
    this.#parts = parts;
  }

  /** Runs until `stop`. */
  async run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      if (this.#parts.spool.size === 0) await this.#idle();
      else {
        const waitMs = await this.pushOnce();
        if (waitMs > 0) await this.#parts.clock.sleep(waitMs, this.#stop.signal);
      }
    }
  }

  /** A snapshot was added to the spool. */
  notify(): void {
    this.#wake?.abort();
  }

  /** Lets the request under way end, but not for long, and ends `running`. */
  async stop(running: Promise<void>): Promise<void> {
    this.#stop.abort();
    this.#wake?.abort();
    const ended = new AbortController();
    const whole = running.finally(() => ended.abort());
    await this.#parts.clock.sleep(STOP_GRACE_MS, ended.signal);
    this.#abort.abort();
    await whole;
  }

  /** One request with the oldest snapshots. Returns how long to wait before the next, 0 where the server took or refused them. */
  async pushOnce(): Promise<number> {
    const { spool, client } = this.#parts;
    const sender = this.#parts.sender();
    const batch = spool.peek(this.#requestSnapshots, REQUEST_BYTES);
    if (batch.snapshots.length === 0) return 0;
    return this.#conclude(batch, await client.push(sender, batch.snapshots, this.#abort.signal));
  }

  #conclude(batch: Batch, answer: Answer<Receipt>): number {
    const count = batch.snapshots.length;
    const { spool, offset, clock, events, random } = this.#parts;
    switch (answer.kind) {
      case "accepted": {
        this.#failures = 0;
        this.#requestSnapshots = Math.min(REQUEST_SNAPSHOTS, this.#requestSnapshots * 2);
        spool.remove(batch);
        offset.seen(answer.receipt.serverNowMs, clock.nowMs());
        if (answer.receipt.settings) events.settings(answer.receipt.settings);
        events.delivered(count, spool.size);
        return 0;
      }
      case "refused": {
        this.#failures = 0;
        const { problem, status } = answer;
        if (problem?.name === "clock-out-of-window" && problem.serverNowMs !== null) offset.refused(problem.serverNowMs, clock.nowMs());
        if (count > 1) {
          this.#requestSnapshots = Math.floor(count / 2);
          return 0;
        }
        spool.drop(batch);
        events.refused(status, problem?.name ?? "payload-too-large", problem?.detail ?? "");
        return 0;
      }
      case "unauthorized": {
        const waitMs = Math.round(UNAUTHORIZED_WAIT_MS * (0.5 + random() / 2));
        events.unauthorized(waitMs);
        return waitMs;
      }
      case "unavailable": {
        if (this.#abort.signal.aborted) return 0;
        const waitMs = Math.max(answer.retryAfterMs ?? 0, backOffMs(++this.#failures, random()));
        events.unavailable(answer.reason, waitMs);
        return waitMs;
      }
    }
  }

  async #idle(): Promise<void> {
    this.#wake = new AbortController();
    if (!this.#stop.signal.aborted) await new Promise<void>((resolve) => this.#wake?.signal.addEventListener("abort", () => resolve()));
    this.#wake = null;
  }
}
