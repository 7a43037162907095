import type { LogEvidence } from "../host/evidence.ts";
import { signLine } from "./log-signature.ts";
import { type LogClock, timeOfLine } from "./log-time.ts";
import { printableText } from "./printable-text.ts";
import { redactLine } from "./redact-line.ts";

/** The wire's limit. */
const EVIDENCE_MAX = 50;
const LABEL_LENGTH_MAX = 128;

/** Where a line comes from, as far as its log knows. */
export interface LogOrigin {
  /** `journal`, a file's name, an event log. */
  source: string;
  process: string | null;
  atMs: number | null;
}

/** What logs say of ports: lines that say the same of the same are one, with a count. */
export class LogDigest {
  readonly #evidence = new Map<string, LogEvidence>();

  /** Whether the line is evidence of anything. */
  add(line: string, { source, process, atMs }: LogOrigin): boolean {
    const signed = signLine(line);
    if (!signed) return false;
    const { signature, port, index } = signed;
    const destination = signed.destination === null ? null : label(signed.destination);
    const named = process === null ? null : label(process);
    const key = JSON.stringify([signature, source, named, port, destination]);
    const before = this.#evidence.get(key);
    this.#evidence.delete(key);
    this.#evidence.set(key, {
      signature,
      firstMs: earliest(before?.firstMs ?? null, atMs),
      lastMs: latest(before?.lastMs ?? null, atMs),
      count: (before?.count ?? 0) + 1,
      quote: before && !isLater(atMs, before.lastMs) ? before.quote : redactLine(line, index),
      source: label(source) ?? "log",
      process: named,
      port,
      destination,
    });
    if (this.#evidence.size > EVIDENCE_MAX) this.#evidence.delete(this.#evidence.keys().next().value!);
    return true;
  }

  /** Every line of a text file. */
  addText(text: string, source: string, clock: LogClock): void {
    for (const line of text.split(/\r?\n/)) this.add(line, { source, process: processOf(line), atMs: timeOfLine(line, clock) });
  }

  /** Newest last; what has no time stands first. Older than `sinceMs` is forgotten. */
  list(sinceMs: number): LogEvidence[] {
    for (const [key, { lastMs }] of this.#evidence) if (lastMs !== null && lastMs < sinceMs) this.#evidence.delete(key);
    return [...this.#evidence.values()].sort((a, b) => (a.lastMs ?? 0) - (b.lastMs ?? 0));
  }
}

/** RFC 3164 and 5424 name the program after the host: `Nov 24 11:18:13 web-1 nginx[812]:`. */
const processOf = (line: string): string | null =>
  /^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S{8,30}) \S{1,255} ([\w./@-]{1,64})(?:\[\d+\])?: /.exec(
    line,
  )?.[1] ?? null;

/** Names in a log are hostile. */
const label = (text: string): string | null => printableText(text.trim(), LABEL_LENGTH_MAX, " ").trim() || null;

const earliest = (a: number | null, b: number | null): number | null => (a === null || b === null ? (a ?? b) : Math.min(a, b));
const latest = (a: number | null, b: number | null): number | null => (a === null || b === null ? (a ?? b) : Math.max(a, b));
const isLater = (a: number | null, b: number | null): boolean => a !== null && (b === null || a >= b);
