import { parseFlags } from "../adapters/flags.ts";
import { lintFile } from "../lint/lint-file.ts";
import { lintPage, lintReport } from "../lint/lint-report.ts";
import { paintFor } from "../terminal/paint.ts";
import { readWhatIfFacts } from "../what-if/what-if-facts.ts";
import type { CommandIo } from "./command-io.ts";
import { openHost, REPLAY_FLAGS } from "./open-host.ts";
import { sayError } from "./say-error.ts";
import { UsageError } from "./usage-error.ts";

const FLAGS = { json: { takes: "nothing" }, ...REPLAY_FLAGS } as const;
const FILE_MB_MAX = 1;
const COLUMNS = 80;
const EX_USAGE = 64;

/** What a sysctl file or a netsh script would do to this host. Exit code: 2 it harms or collides, 1 it is useless in part, 0. */
export async function lint(args: readonly string[], io: CommandIo): Promise<number> {
  const { flags, operands } = parseFlags(args, FLAGS);
  const [file, extra] = operands;
  if (file === undefined)
    throw new UsageError({ kind: "flag-missing", flag: "FILE", example: "berth-agent lint /etc/sysctl.d/90-ephemeral.conf" });
  if (extra !== undefined) throw new UsageError({ kind: "unexpected-argument", argument: extra });
  const text = await readText(file, io);
  if (text === null) return EX_USAGE;
  const collector = await openHost(flags, io, { labels: {} });
  try {
    const facts = readWhatIfFacts(collector);
    const host = (facts?.snapshot ?? collector.snapshot()).host;
    const result = lintFile(text, host, facts);
    const { language, isTerminal, env } = io;
    const report = lintReport(file, result, facts !== null, { language, lint: io.text.lint, usage: io.text.usage });
    const style = { language, lint: io.text.lint, paint: paintFor("auto", isTerminal, env), columns: COLUMNS };
    io.writeOut(flags.json ? `${JSON.stringify(report, null, isTerminal ? 2 : 0)}\n` : lintPage(report, result.settings, style));
    return report.exitCode;
  } finally {
    collector.close();
  }
}

/** A dash is standard input. */
async function readText(file: string, io: CommandIo): Promise<string | null> {
  try {
    const maxBytes = FILE_MB_MAX * 1_000_000;
    const text = file === "-" ? await io.readInput(maxBytes) : io.files.read(file, maxBytes).text;
    if (isText(text)) return text;
    sayError(io, io.text.lint.notText(file));
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    sayError(io, error instanceof RangeError ? io.text.lint.fileTooLarge(file, FILE_MB_MAX) : io.text.lint.fileUnreadable(file, reason));
  }
  return null;
}

/** So large a share of control characters has no text. */
const CONTROLS_RATIO_MAX = 0.01;

/** Letters of an OEM code page decode to anything above ASCII: only the controls of ASCII tell. */
function isText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is counted.
  const controls = text.match(/[\u0001-\u0008\u000e-\u0019\u001c-\u001f\u007f]/g)?.length ?? 0;
  return !text.includes("\0") && controls <= text.length * CONTROLS_RATIO_MAX;
}
