import type { CliLogText } from "@berth/shared/text/cli-log.ts";
import type { Clock } from "./clock.ts";
import type { Log } from "./log.ts";
import type { PushEvents } from "./push-loop.ts";
import type { AgentSettings } from "./server-answer.ts";

/** A failure that lasts is said again this often, and no oftener. */
const REMINDER_MS = 600_000;

/** Turns what happens between agent and server into few log lines: changes of state, and a reminder while one lasts. */
export class PushReport implements PushEvents {
  readonly #log: Log;
  readonly #text: CliLogText;
  readonly #clock: Clock;
  readonly #waiting: () => number;
  readonly #server: string;
  readonly #onSettings: (settings: AgentSettings) => void;
  #state = "new";
  #saidAtMs = 0;
  #hasDelivered = false;

  constructor(parts: {
    log: Log;
    text: CliLogText;
    clock: Clock;
    waiting(): number;
    server: string;
    onSettings(settings: AgentSettings): void;
  }) {
    this.#log = parts.log;
    this.#text = parts.text;
    this.#clock = parts.clock;
    this.#waiting = parts.waiting;
    this.#server = parts.server;
    this.#onSettings = parts.onSettings;
  }

  delivered(_count: number, waiting: number): void {
    if (!this.#isNews("delivering")) return;
    this.#log.info(this.#hasDelivered ? this.#text.deliversAgain(waiting) : this.#text.firstDelivery);
    this.#hasDelivered = true;
  }

  refused(status: number, problem: string, detail: string): void {
    if (this.#isNews(`refused ${problem}`)) this.#log.warn(this.#text.refused(status, problem, detail));
  }

  unauthorized(waitMs: number): void {
    if (this.#isNews("unauthorized")) this.#log.warn(this.#text.unauthorized(this.#server, seconds(waitMs)));
  }

  unavailable(reason: string, waitMs: number): void {
    if (this.#isNews(`unavailable ${reason}`)) this.#log.warn(this.#text.unavailable(reason, this.#waiting(), seconds(waitMs)));
  }

  settings(settings: AgentSettings): void {
    this.#onSettings(settings);
  }

  #isNews(state: string): boolean {
    const nowMs = this.#clock.nowMs();
    const isReminder = state !== "delivering" && nowMs - this.#saidAtMs >= REMINDER_MS;
    if (state === this.#state && !isReminder) return false;
    this.#state = state;
    this.#saidAtMs = nowMs;
    return true;
  }
}

const seconds = (ms: number): number => Math.max(1, Math.round(ms / 1_000));
