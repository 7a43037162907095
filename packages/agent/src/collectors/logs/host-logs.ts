import { EVIDENCE_MS } from "@berth/shared/domain/evidence/failure-window.ts";
import { LogDigest } from "@berth/shared/domain/evidence/log-digest.ts";
import type { LogEvidence } from "@berth/shared/domain/host/evidence.ts";
import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { CollectorPorts } from "../collector-ports.ts";
import { gap, gapFromError, reasonOf } from "../gap-from-error.ts";
import { hasJournal, hearJournal, type JournalAnswer } from "./journal.ts";
import { readLogFile } from "./log-file.ts";

/** A followed journal is asked no more often. */
const REFRESH_MS = 60_000;
/** A journal that never answered is asked for a whole day each time, which is dear. */
const RETRY_MS = 600_000;
/** A question goes back a little further than the last answer: lines arrive late. What was seen is known by its cursor. */
const OVERLAP_MS = 5_000;

export type LogPorts = Pick<CollectorPorts, "files" | "nowMs" | "hearCommand" | "readTail">;

/** What the host's logs say of failures in the last 24 hours: the journal, and files that a person names. */
export class HostLogs {
  readonly #ports: LogPorts;
  readonly #digest = new LogDigest();
  readonly #fileDigest = new LogDigest();
  #isRead = false;
  #journalGap: Gap | null = null;
  #fileGaps: Gap[] = [];
  #askedMs: number | null = null;
  /** Until when the journal was heard; null while it never answered. */
  #heardMs: number | null = null;
  /** An answer lacked its oldest lines: until they are older than anybody asks for. */
  #cut: { gap: Gap; untilMs: number } | null = null;
  #isAsking = false;
  #seen = new Set<string>();

  constructor(ports: LogPorts) {
    this.#ports = ports;
  }

  /** Reads the journal once, and these files; answers what of them is lost. */
  async read(files: readonly string[]): Promise<readonly Gap[]> {
    await this.#askJournal();
    this.#fileGaps = [];
    const clock = { nowMs: this.#ports.nowMs(), offsetMinutes: -new Date(this.#ports.nowMs()).getTimezoneOffset() };
    for (const file of files) {
      try {
        const { text, isCut } = readLogFile(this.#ports, file);
        this.#fileDigest.addText(text, file, clock);
        this.#isRead = true;
        if (isCut) this.#fileGaps.push(gap("logs", "truncated", null, `${file}: only its end was read`));
      } catch (error) {
        this.#fileGaps.push(gapFromError("logs", null, error, file));
      }
    }
    return this.#fileGaps;
  }

  /** Starts to ask the journal for what is new, at most once a minute; the answer is for a later snapshot. */
  refresh(): void {
    const everyMs = this.#heardMs === null ? RETRY_MS : REFRESH_MS;
    const isDue = this.#askedMs === null || this.#ports.nowMs() - this.#askedMs >= everyMs;
    if (isDue && !this.#isAsking) void this.#askJournal();
  }

  /** Logs are there as soon as one of them could be read; a gap says what could not. */
  take(): { logs: LogEvidence[] | undefined; gaps: Gap[] } {
    const sinceMs = this.#ports.nowMs() - EVIDENCE_MS;
    const gaps = [...(this.#journalGap ? [this.#journalGap] : []), ...this.#fileGaps];
    const logs = [...this.#fileDigest.list(sinceMs), ...this.#digest.list(sinceMs)];
    const newestLast = logs.sort((a, b) => (a.lastMs ?? 0) - (b.lastMs ?? 0)).slice(-50);
    return { logs: this.#isRead ? newestLast : undefined, gaps };
  }

  async #askJournal(): Promise<void> {
    const { hearCommand, files, nowMs } = this.#ports;
    const askedMs = nowMs();
    const sinceMs = this.#heardMs === null ? askedMs - EVIDENCE_MS : this.#heardMs - OVERLAP_MS;
    this.#askedMs = askedMs;
    if (!hearCommand || !hasJournal(files)) {
      this.#journalGap = gap("logs", "absent", null, "this host keeps no journal; --logs FILE names other logs");
      return;
    }
    this.#isAsking = true;
    try {
      this.#hear(await hearJournal(hearCommand, sinceMs), askedMs);
    } catch (error) {
      this.#journalGap = gap("logs", reasonOf(error), null, "the journal could not be read");
    } finally {
      this.#isAsking = false;
    }
  }

  #hear(answer: JournalAnswer, askedMs: number): void {
    if (answer.gap !== null && answer.entries !== null) this.#cut = { gap: answer.gap, untilMs: askedMs + EVIDENCE_MS };
    this.#journalGap = answer.gap ?? (this.#cut !== null && askedMs < this.#cut.untilMs ? this.#cut.gap : null);
    if (answer.entries === null) return;
    this.#isRead = true;
    this.#heardMs = askedMs;
    const seen = new Set<string>();
    for (const { cursor, text, process, atMs } of answer.entries) {
      seen.add(cursor);
      if (!this.#seen.has(cursor)) this.#digest.add(text, { source: "journal", process, atMs });
    }
    this.#seen = seen;
  }
}
