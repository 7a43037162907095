import type { Gap } from "@berth/shared/domain/host/gap.ts";
import { gap } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";
import type { HearCommand } from "../run-command.ts";

/** The newest lines come first, so that a limit costs the oldest. */
const LIMITS = { timeoutMs: 4_000, maxBytes: 4 * 1024 * 1024 };
const ENTRIES_MAX = 5_000;

/** systemd-journald(8): kept over a restart, or only until then. */
const FOLDERS = ["/var/log/journal", "/run/log/journal"];

/**
 * What every line of evidence holds, in whatever language: a pattern for journalctl itself, so that other lines are not even
 * printed. Numbers need their brackets; words are of kernels and programs that print no number.
 */
const PATTERN = [
  "E(ADDRNOTAVAIL|ADDRINUSE|AGAIN|MFILE|NFILE)",
  String.raw`(errno|error|\(|failed|winsock|socket)[ :=(]*-?(11|23|24|35|48|49|98|99|100\d\d)\b`,
  "(assign|requested) .*address|address already in use|address in use|temporarily unavailable|too many open files",
  "no free ports|source port range|local source ports|table full|bucket table overflow|orphaned sockets|tcp_mem|socket memory|file-max",
  "adresse|dirección|адрес|地址|位址|アドレス|ressource|recurso|ресурс|资源|リソース|dateien|archivos|ficheros|fichiers|文件|ファイル|файлов",
].join("|");

export interface JournalEntry {
  cursor: string;
  text: string;
  process: string | null;
  /** Epoch milliseconds. */
  atMs: number | null;
}

/** `entries` is null where nothing could be read; a gap beside entries says what they lack. */
export interface JournalAnswer {
  entries: JournalEntry[] | null;
  gap: Gap | null;
}

/** A folder for the machine with files in it: journalctl(1) alone says nothing of that. */
export const hasJournal = (files: HostFiles): boolean =>
  FOLDERS.some((folder) =>
    listed(files, folder).some((machine) => listed(files, `${folder}/${machine}`).some((file) => file.endsWith(".journal"))),
  );

function listed(files: HostFiles, folder: string): string[] {
  try {
    return files.list(folder);
  } catch {
    return [];
  }
}

/** Asks journalctl for the lines since then that may be evidence. */
export async function hearJournal(hearCommand: HearCommand, sinceMs: number): Promise<JournalAnswer> {
  const args = [
    "--output=json",
    "--output-fields=MESSAGE,_COMM,SYSLOG_IDENTIFIER",
    "--no-pager",
    "--quiet",
    "--reverse",
    `--since=@${Math.floor(sinceMs / 1_000)}`,
    `--lines=${ENTRIES_MAX}`,
  ];
  const answer = await hearCommand("journalctl", [...args, "--case-sensitive=no", `--grep=${PATTERN}`], LIMITS);
  // Built without a pattern matcher, as some are, it prints every line.
  const heard = "stderr" in answer && /pattern matching/i.test(answer.stderr) ? await hearCommand("journalctl", args, LIMITS) : answer;
  if ("reason" in heard) return { entries: null, gap: gap("logs", heard.reason, null, heard.hint) };
  const { stdout, stderr, exitCode, cut } = heard;
  if (/not seeing messages|insufficient permissions|permission denied/i.test(stderr)) {
    return { entries: null, gap: gap("logs", "denied", null, "the journal needs root or the group systemd-journal") };
  }
  // 1 is also "no line matched".
  if (cut === null && exitCode !== 0 && (exitCode !== 1 || stderr.trim() !== "")) {
    return {
      entries: null,
      gap: gap("logs", "unsupported", null, `journalctl: ${stderr.trim().split("\n")[0] || `exit code ${exitCode}`}`),
    };
  }
  const entries = parseJournal(stdout).toReversed();
  const isShort = cut !== null || entries.length >= ENTRIES_MAX;
  return { entries, gap: isShort ? gap("logs", cut ?? "truncated", null, "only the newest lines of the journal were read") : null };
}

/** journalctl(1), `json`: an object a line; what is no UTF-8 is an array of bytes. A line that was cut off is left out. */
export function parseJournal(text: string): JournalEntry[] {
  return text.split("\n").flatMap((line) => {
    try {
      const entry: unknown = JSON.parse(line);
      return isRecord(entry) ? readEntry(entry) : [];
    } catch {
      return [];
    }
  });
}

function readEntry(entry: Readonly<Record<string, unknown>>): JournalEntry[] {
  const text = textOf(entry.MESSAGE);
  const process = textOf(entry.SYSLOG_IDENTIFIER) ?? textOf(entry._COMM);
  // What the agent itself says of a failure is no second one.
  if (text === null || process === "berth-agent") return [];
  const micros = Number(textOf(entry.__REALTIME_TIMESTAMP) ?? Number.NaN);
  return [
    {
      text,
      cursor: textOf(entry.__CURSOR) ?? "",
      process,
      atMs: Number.isFinite(micros) && micros > 0 ? Math.floor(micros / 1_000) : null,
    },
  ];
}

function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return null;
  return value.every((byte) => typeof byte === "number") ? new TextDecoder().decode(Uint8Array.from(value)) : textOf(value[0]);
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
