import { backOffMs } from "./back-off.ts";
import type { Clock } from "./clock.ts";
import type { ClockOffset } from "./clock-offset.ts";
import { composeRequest, type PushRequest, REQUEST_SNAPSHOTS } from "./compose-request.ts";
import { Handshake } from "./handshake.ts";
import type { AgentSettings, Receipt } from "./server-answer.ts";
import type { Answer, Sender, ServerClient } from "./server-client.ts";
import type { SlimMemory } from "./slim-memory.ts";
import type { Spool } from "./spool.ts";

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
  slims: SlimMemory;
  client: ServerClient;
  clock: Clock;
  offset: ClockOffset;
  /** Uniform in [0, 1). */
  random(): number;
  /** Asked anew before every request, because a person may enrol this host again meanwhile; it may clear the spool. */
  sender(): Sender;
  /** So many that wait are due, whatever they say. */
  frameSamples(): number;
  events: PushEvents;
}

/** Empties the spool towards the server when it is due: oldest first, one request at a time, nothing forgotten before it is answered for. */
export class PushLoop {
  readonly #parts: PushLoopParts;
  readonly #stop = new AbortController();
  readonly #abort = new AbortController();
  readonly #handshake = new Handshake();
  #wake: AbortController | null = null;
  /** Up to this place in the spool everything is to be delivered now. */
  #dueThrough = 0;
  #failures = 0;
  #requestSnapshots = REQUEST_SNAPSHOTS;

  constructor(parts: PushLoopParts) {
    this.#parts = parts;
  }

  /** Runs until `stop`, and then delivers what waits as long as that lets it and the server takes it. */
  async run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      if (!this.#isDue()) await this.#idle();
      else {
        const waitMs = await this.pushOnce();
        if (waitMs > 0) await this.#parts.clock.sleep(waitMs, this.#stop.signal);
      }
    }
    while (this.#parts.spool.size > 0 && !this.#abort.signal.aborted) if ((await this.pushOnce()) > 0) return;
  }

  /** The last answer asked for the next sample at once. */
  get wantsEverySample(): boolean {
    return this.#handshake.wantsEverySample;
  }

  /** A snapshot was added to the spool. `isNow`: all that waits goes out with it, else it may wait until a frame is full. */
  notify(isNow: boolean): void {
    if (isNow) this.#dueThrough = this.#parts.spool.newestSequence ?? this.#dueThrough;
    this.#wake?.abort();
  }

  #isDue(): boolean {
    const { spool, frameSamples } = this.#parts;
    const { oldestSequence } = spool;
    return oldestSequence !== null && (oldestSequence <= this.#dueThrough || spool.size >= frameSamples());
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
    const { spool, slims, client } = this.#parts;
    const sender = this.#parts.sender();
    this.#handshake.as(sender.credential);
    const request = composeRequest(spool.oldest(slims.read), this.#handshake.acknowledged, this.#requestSnapshots);
    if (request === null) return 0;
    return this.#conclude(request, await client.push(sender, request.lines, this.#abort.signal));
  }

  #conclude({ lines, last, setupHash }: PushRequest, answer: Answer<Receipt>): number {
    const count = lines.length;
    const { spool, slims, offset, clock, events, random } = this.#parts;
    switch (answer.kind) {
      case "accepted": {
        this.#failures = 0;
        this.#requestSnapshots = Math.min(REQUEST_SNAPSHOTS, this.#requestSnapshots * 2);
        this.#handshake.accepted(setupHash, answer.receipt);
        spool.remove(last);
        slims.forget(last);
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
        spool.drop(last);
        slims.forget(last);
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
