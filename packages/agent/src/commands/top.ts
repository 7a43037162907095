import { plain } from "@berth/shared/text/sentence.ts";
import { verdictSentence } from "@berth/shared/text/verdict.ts";
import { parseOnlyFlags } from "../adapters/flags.ts";
import type { Collector } from "../collectors/collector.ts";
import { paintFor } from "../terminal/paint.ts";
import type { Screen } from "../terminal/screen.ts";
import { topPage, topReport } from "../top/top-page.ts";
import type { TopReading } from "../top/top-reading.ts";
import { FIRST_LOOK, pressKey, type TopState } from "../top/top-state.ts";
import type { TopStyle } from "../top/top-style.ts";
import { TopWatch } from "../top/top-watch.ts";
import type { CommandIo } from "./command-io.ts";
import { PASSIVE_FLAG } from "./passive-flag.ts";
import { UsageError } from "./usage-error.ts";

const FLAGS = {
  interval: { takes: "value", example: "--interval 2" },
  once: { takes: "nothing" },
  json: { takes: "nothing" },
  passive: PASSIVE_FLAG,
} as const;

const INTERVAL_SECONDS = { default: 1, min: 1, max: 60 };
/** A look may take this share of the time at most: on a host with very many sockets the interval stretches. */
const LOOK_SHARE = 0.1;
const COLUMNS = 80;

/** The first minute of an outage, live on a terminal: q ends it. Without a terminal, or with --once, one page. */
export async function top(args: readonly string[], io: CommandIo): Promise<number> {
  const flags = parseOnlyFlags(args, FLAGS);
  const intervalMs = readInterval(flags.interval) * 1000;
  const isLive = !flags.once;
  const collector = await io.openCollector({ labels: {}, settles: !flags.passive, isResident: isLive });
  try {
    if (flags.json) return await printLines(collector, io, flags.once ? 0 : intervalMs);
    const screen = flags.once ? null : io.openScreen();
    if (screen === null) {
      const reading = new TopWatch().take(collector.snapshot());
      io.writeOut(`${topReport(reading, intervalMs, styleOf(io, COLUMNS)).join("\n")}\n`);
      return 0;
    }
    try {
      await new LiveTop(collector, screen, io, intervalMs).run();
    } finally {
      screen.close();
    }
    return 0;
  } finally {
    collector.close();
  }
}

class LiveTop {
  readonly #collector: Collector;
  readonly #screen: Screen;
  readonly #io: CommandIo;
  readonly #watch = new TopWatch();
  #intervalMs: number;
  #state: TopState = FIRST_LOOK;
  #reading: TopReading | null = null;
  #nap = new AbortController();
  #fault: { error: unknown } | null = null;

  constructor(collector: Collector, screen: Screen, io: CommandIo, intervalMs: number) {
    this.#collector = collector;
    this.#screen = screen;
    this.#io = io;
    this.#intervalMs = intervalMs;
  }

  async run(): Promise<void> {
    const { clock, stopSignal } = this.#io;
    this.#screen.onKey((key) =>
      this.#soon(() => {
        this.#state = pressKey(this.#state, key, {
          rows: this.#reading?.rows.map(({ key }) => key) ?? [],
          lines: this.#screen.size().rows - 2,
        });
        if (this.#state.isDone) this.#nap.abort();
      }),
    );
    this.#screen.onResize(() => this.#soon(() => undefined));
    this.#collector.onFailure(() => this.#nap.abort());
    stopSignal.addEventListener("abort", () => this.#nap.abort());
    this.#draw();
    while (!this.#state.isDone && !stopSignal.aborted) {
      const tookMs = this.#state.isPaused ? 0 : this.#look();
      this.#draw();
      this.#nap = new AbortController();
      await clock.sleep(Math.max(this.#intervalMs, tookMs / LOOK_SHARE) - tookMs, this.#nap.signal);
      if (this.#fault !== null) throw this.#fault.error;
    }
  }

  /** A fault in a listener ends the loop, so that the terminal is given back before it is reported. */
  #soon(change: () => void): void {
    try {
      change();
      this.#draw();
    } catch (error) {
      this.#fault = { error };
      this.#nap.abort();
    }
  }

  /** How long it took. */
  #look(): number {
    const startMs = this.#io.clock.nowMs();
    this.#reading = this.#watch.take(this.#collector.snapshot());
    return Math.max(0, this.#io.clock.nowMs() - startMs);
  }

  #draw(): void {
    const { columns, rows } = this.#screen.size();
    this.#screen.draw(topPage(this.#reading, this.#state, this.#intervalMs, rows, styleOf(this.#io, columns)));
  }
}

/** One JSON object a look, until the signal, until nobody reads it, or for one look where `intervalMs` is 0. */
async function printLines(collector: Collector, io: CommandIo, intervalMs: number): Promise<number> {
  const watch = new TopWatch();
  const end = AbortSignal.any([io.stopSignal, io.readerLeft]);
  do {
    const { snapshot, judgement, rows, failures } = watch.take(collector.snapshot());
    const { cause } = judgement;
    const verdict = { ...judgement.verdict, sentence: plain(verdictSentence(io.language, judgement.verdict)) };
    const ports = rows.map(({ kind, subject, namespace, capacity, used, headroom, isFailing, isRateFloor, forecast, outlook, holders }) => {
      const opensPerSecond = outlook.opensPerSecond.isKnown ? outlook.opensPerSecond.value : null;
      return {
        kind,
        subject,
        namespaceId: namespace.id,
        capacity,
        used,
        headroom,
        opensPerSecond,
        isRateFloor,
        isFailing,
        forecast,
        holders,
      };
    });
    io.writeOut(`${JSON.stringify({ version: 1, capturedAtMs: snapshot.capturedAtMs, verdict, cause, failures, ports })}\n`);
    if (intervalMs > 0) await io.clock.sleep(intervalMs, end);
  } while (intervalMs > 0 && !end.aborted);
  return 0;
}

function styleOf({ language, text, isTerminal, env }: CommandIo, columns: number): TopStyle {
  return {
    language,
    text: text.check,
    top: text.top,
    whatIf: text.whatIf,
    paint: paintFor("auto", isTerminal, env),
    columns,
    timeZone: undefined,
  };
}

function readInterval(value: string | undefined): number {
  if (value === undefined) return INTERVAL_SECONDS.default;
  const seconds = /^\d{1,2}$/.test(value) ? Number(value) : 0;
  if (seconds >= INTERVAL_SECONDS.min && seconds <= INTERVAL_SECONDS.max) return seconds;
  throw new UsageError({ kind: "bad-value", flag: "--interval", value, expected: `${INTERVAL_SECONDS.min} … ${INTERVAL_SECONDS.max}` });
}
