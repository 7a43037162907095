import { DEFAULT_POLICY } from "@berth/shared/domain/checklist/check.ts";
import { parseOnlyFlags } from "../adapters/flags.ts";
import { checkPage } from "../check/check-page.ts";
import { reportOn } from "../check/check-report.ts";
import { EXPLAINABLE, explain, explainableId } from "../check/explain.ts";
import { explainPage } from "../check/explain-page.ts";
import { COLOR_MODES, type ColorMode, paintFor } from "../terminal/paint.ts";
import type { CommandIo } from "./command-io.ts";
import { DECLARATION_FLAGS, readDeclarations } from "./declaration-flags.ts";
import { LOGS_FLAG, readNamedLogs } from "./logs-flag.ts";
import { nearestWords } from "./nearest-word.ts";
import { openHost, REPLAY_FLAGS } from "./open-host.ts";
import { PASSIVE_FLAG } from "./passive-flag.ts";
import { UsageError } from "./usage-error.ts";

const FLAGS = {
  explain: { takes: "value", example: "--explain eph-dest" },
  json: { takes: "nothing" },
  logs: LOGS_FLAG,
  passive: PASSIVE_FLAG,
  ...DECLARATION_FLAGS,
  ...REPLAY_FLAGS,
  strict: { takes: "nothing" },
  color: { takes: "value", example: "--color never" },
} as const;

/** What fits every terminal and every mail. */
const COLUMNS = 80;
const NEAREST_SHOWN = 3;

/** Judges this host from one snapshot, here and now, or another one from its files. Exit code: 2 fail, 1 warn, 3 range or ports unread, 0. */
export async function check(args: readonly string[], io: CommandIo): Promise<number> {
  const flags = parseOnlyFlags(args, FLAGS);
  const colorMode = readColorMode(flags.color ?? "auto");
  const about = flags.explain === undefined ? null : readExplainable(flags.explain);
  const policy = { ...DEFAULT_POLICY, declared: readDeclarations(flags) };
  const collector = await openHost(flags, io, { labels: {}, settles: !flags.passive });
  try {
    await readNamedLogs(flags.logs, collector, io);
    const snapshot = collector.snapshot();
    const report = reportOn(snapshot, io.language, flags.strict, policy);
    const paint = paintFor(colorMode, io.isTerminal, io.env);
    const style = { language: io.language, text: io.text.check, paint, columns: COLUMNS, timeZone: undefined };
    const explanation = about === null ? null : explain(about, report, io.handbook, io.language);
    const page = () => (explanation ? explainPage(explanation, style) : checkPage(snapshot, report, style));
    io.writeOut(flags.json ? `${JSON.stringify(explanation ?? report, null, io.isTerminal ? 2 : 0)}\n` : page());
    return report.exitCode;
  } finally {
    collector.close();
  }
}

function readExplainable(id: string): string {
  const known = explainableId(id);
  if (known !== null) return known;
  throw new UsageError({ kind: "nothing-to-explain", id, nearest: nearestWords(id, EXPLAINABLE, NEAREST_SHOWN) });
}

function readColorMode(value: string): ColorMode {
  const mode = COLOR_MODES.find((each) => each === value);
  if (!mode) throw new UsageError({ kind: "bad-value", flag: "--color", value, expected: COLOR_MODES.join(" | ") });
  return mode;
}
