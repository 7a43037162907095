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
const FILE_BYTES_MAX = 1_000_000;
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
    return file === "-" ? await io.readInput(FILE_BYTES_MAX) : io.files.read(file, FILE_BYTES_MAX).text;
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    sayError(io, io.text.lint.fileUnreadable(file, reason));
    return null;
  }
}
