import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import type { CliLogText } from "@berth/shared/text/cli-log.ts";
import type { Collector } from "../collectors/collector.ts";
import { AGENT_VERSION } from "../version.ts";
import type { Clock } from "./clock.ts";
import { ClockOffset } from "./clock-offset.ts";
import { type Enrolment, readEnrolment, writeEnrolment } from "./enrolment.ts";
import type { HttpClient } from "./http-client.ts";
import type { Log } from "./log.ts";
import { PushLoop } from "./push-loop.ts";
import { PushReport } from "./push-report.ts";
import { endsFrame, untilNextSampleMs } from "./sample-schedule.ts";
import type { AgentSettings } from "./server-answer.ts";
import { ServerClient } from "./server-client.ts";
import { shiftSnapshot } from "./shift-snapshot.ts";
import { SlimMemory } from "./slim-memory.ts";
import { SPOOL_LIMITS, Spool, type SpoolEvents } from "./spool.ts";
import type { StateFolder } from "./state-folder.ts";
import { Urgency } from "./urgency.ts";
import { type LocalVerdict, VerdictWatch } from "./verdict-watch.ts";

/** Failures of new kinds come in bunches: after one that was worth a look at once, the next share one so much later. */
const URGENT_SPACING_MS = 2_000;

export interface ResidentAgentParts {
  enrolment: Enrolment;
  folder: StateFolder;
  http: HttpClient;
  collector: Pick<Collector, "snapshot" | "onFailure">;
  clock: Clock;
  random(): number;
  stopSignal: AbortSignal;
  log: Log;
  text: CliLogText;
}

/** A snapshot that is in the spool. */
interface Spooled {
  snapshot: Snapshot;
  setupHash: string;
  bytes: number;
}

/** Looks at the host at its own points of the clock, spools what it saw, and lets the push loop empty the spool, a frame at a time or at once. */
export class ResidentAgent {
  readonly #parts: ResidentAgentParts;
  readonly #spool: Spool;
  readonly #slims = new SlimMemory();
  readonly #offset = new ClockOffset();
  readonly #verdicts = new VerdictWatch();
  readonly #urgency = new Urgency();
  readonly #pushLoop: PushLoop;
  #enrolment: Enrolment;
  #correctedByMs = 0;
  #nap = new AbortController();
  #isUrgent = false;
  #hasFailedToJudge = false;
  #lastUrgentMs = Number.NEGATIVE_INFINITY;

  constructor(parts: ResidentAgentParts) {
    const { enrolment, folder, http, clock, random, log, text } = parts;
    this.#parts = parts;
    this.#enrolment = enrolment;
    this.#spool = new Spool(folder, SPOOL_LIMITS, spoolEvents(log, text));
    this.#pushLoop = new PushLoop({
      spool: this.#spool,
      slims: this.#slims,
      client: new ServerClient(http, clock),
      clock,
      offset: this.#offset,
      random,
      sender: () => this.#currentEnrolment(),
      frameSamples: () => this.#enrolment.settings.frameSamples,
      events: new PushReport({
        log,
        text,
        clock,
        waiting: () => this.#spool.size,
        server: enrolment.server,
        onSettings: (settings) => this.#apply(settings),
      }),
    });
  }

  /** Until the stop signal; true, since that is how it is meant to end. */
  async run(): Promise<boolean> {
    const { stopSignal, log, text, collector } = this.#parts;
    stopSignal.addEventListener("abort", () => this.#nap.abort());
    collector.onFailure(() => this.#lookAtOnce());
    const { hostId, server, settings } = this.#enrolment;
    log.info(text.started({ version: AGENT_VERSION, hostId, server, sampleSeconds: settings.sampleSeconds, waiting: this.#spool.size }));
    const pushing = this.#pushLoop.run();
    let isAsked = false;
    while (!stopSignal.aborted) {
      const spooled = this.#sample();
      const isDue = spooled === null || this.#isDue(spooled);
      this.#pushLoop.notify(isDue || isAsked);
      isAsked = await this.#untilNextSample();
    }
    await this.#pushLoop.stop(pushing);
    const lost = this.#spool.settle();
    log.info(text.stopped(this.#spool.size - lost, lost));
    return true;
  }

  /** One snapshot, delivered together with all that waits. False where some of it must wait on. */
  async runOnce(): Promise<boolean> {
    const { stopSignal } = this.#parts;
    this.#sample();
    const delivering = this.#deliver();
    stopSignal.addEventListener("abort", () => void this.#pushLoop.stop(delivering));
    await delivering;
    return this.#spool.size === 0 && this.#spool.dropped === 0;
  }

  async #deliver(): Promise<void> {
    while (this.#spool.size > 0 && !this.#parts.stopSignal.aborted) if ((await this.#pushLoop.pushOnce()) > 0) return;
  }

  /** Null where there is no snapshot, which is logged. */
  #sample(): Spooled | null {
    const { collector, log, text } = this.#parts;
    try {
      const snapshot = collector.snapshot({ spooled: this.#spool.size, dropped: this.#spool.dropped });
      this.#announceCorrection();
      const shifted = shiftSnapshot(snapshot, this.#correctedByMs);
      const json = JSON.stringify(shifted);
      const { setupHash } = this.#slims.keep(this.#spool.append(json), shifted);
      return { snapshot, setupHash, bytes: json.length };
    } catch (error) {
      log.warn(text.snapshotFailed(messageOf(error)));
      return null;
    }
  }

  /** Whether a snapshot goes out at once, with all that waits, or waits for its frame. */
  #isDue({ snapshot, setupHash, bytes }: Spooled): boolean {
    const { hostId, settings } = this.#enrolment;
    const look = { snapshot, setupHash, settings, correctedByMs: this.#correctedByMs, verdict: this.#judge(snapshot, bytes) };
    const isFrame = endsFrame(hostId, settings.sampleSeconds, settings.frameSamples, this.#parts.clock.nowMs());
    return this.#urgency.isUrgent(look) || isFrame || this.#pushLoop.wantsEverySample;
  }

  /** Null where that fails, which is said once: judging decides about time only, and nothing may be lost by it. */
  #judge(snapshot: Snapshot, bytes: number): LocalVerdict | null {
    try {
      return this.#verdicts.look(snapshot, bytes);
    } catch (error) {
      const { log, text } = this.#parts;
      if (!this.#hasFailedToJudge) log.warn(text.judgingFailed(messageOf(error)));
      this.#hasFailedToJudge = true;
      return null;
    }
  }

  #announceCorrection(): void {
    const { log, text } = this.#parts;
    if (this.#correctedByMs === this.#offset.offsetMs) return;
    this.#correctedByMs = this.#offset.offsetMs;
    if (this.#correctedByMs === 0) log.info(text.clockTrusted);
    else log.warn(text.clockCorrected(Math.round(this.#correctedByMs / 1_000)));
  }

  /** Somebody was refused a port for the first time: who and to where is worth more now than at the next point of the clock. */
  #lookAtOnce(): void {
    this.#isUrgent = true;
    this.#nap.abort();
  }

  /** A nap ends early for an urgent look, and is measured anew when the server asks for another interval. True where it was urgent. */
  async #untilNextSample(): Promise<boolean> {
    const { clock, stopSignal } = this.#parts;
    do {
      this.#nap = new AbortController();
      const waitMs = this.#untilNextLookMs();
      if (stopSignal.aborted || waitMs <= 0) break;
      await clock.sleep(waitMs, this.#nap.signal);
    } while (this.#nap.signal.aborted && !stopSignal.aborted);
    const isUrgent = this.#isUrgent;
    if (isUrgent) this.#lastUrgentMs = clock.nowMs();
    this.#isUrgent = false;
    return isUrgent;
  }

  #untilNextLookMs(): number {
    const nowMs = this.#parts.clock.nowMs();
    const regularMs = untilNextSampleMs(this.#enrolment.hostId, this.#enrolment.settings.sampleSeconds, nowMs);
    if (!this.#isUrgent) return regularMs;
    // A clock that was set back must not put it off.
    const sinceMs = Math.abs(nowMs - this.#lastUrgentMs);
    return Math.min(regularMs, Math.max(0, URGENT_SPACING_MS - sinceMs));
  }

  #apply(settings: AgentSettings): void {
    const { folder, log, text } = this.#parts;
    const earlier = this.#enrolment.settings;
    const { version, sampleSeconds, frameSamples } = earlier;
    if (settings.version === version && settings.sampleSeconds === sampleSeconds && settings.frameSamples === frameSamples) return;
    this.#currentEnrolment();
    this.#enrolment = { ...this.#enrolment, settings };
    try {
      writeEnrolment(folder, this.#enrolment);
    } catch {
      // They come again with a later receipt.
    }
    if (settings.frameSamples !== frameSamples) log.info(text.frameSamples(settings.frameSamples));
    if (settings.sampleSeconds === sampleSeconds) return;
    log.info(text.sampleSeconds(settings.sampleSeconds));
    this.#nap.abort();
  }

  /** Read anew, so that a host that was enrolled again needs no restart. What waited for another enrolment is not sent under this one. */
  #currentEnrolment(): Enrolment {
    const { folder, log, text } = this.#parts;
    try {
      const current = readEnrolment(folder);
      if (current && current.server === this.#enrolment.server && current.credential !== this.#enrolment.credential) {
        if (current.hostId !== this.#enrolment.hostId) {
          log.warn(text.hostChanged(this.#spool.size));
          this.#spool.clear();
        }
        this.#enrolment = current;
      }
    } catch {
      // The one in memory serves until the file can be read again.
    }
    return this.#enrolment;
  }
}

const spoolEvents = (log: Log, text: CliLogText): SpoolEvents => ({
  diskRefuses: (reason) => log.warn(text.diskRefuses(reason)),
  diskWorks: () => log.info(text.diskWorks),
  full: () => log.warn(text.spoolFull),
  unreadable: () => log.warn(text.spoolUnreadable),
});

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
