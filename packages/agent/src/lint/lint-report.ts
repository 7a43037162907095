import type { CliText } from "@berth/shared/text/cli.ts";
import { type CliLintText, LINT_SEVERITIES, type LintSeverity } from "@berth/shared/text/cli-lint.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { remediesText } from "@berth/shared/text/remedies.ts";
import { folkloreInstead, folkloreReason } from "@berth/shared/text/remedies-folklore.ts";
import { shortened } from "../collectors/listing/socket-listing.ts";
import { fitLine } from "../terminal/fit-line.ts";
import type { Paint } from "../terminal/paint.ts";
import { wrapText } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import type { LintFinding, LintResult } from "./lint-file.ts";

/** What `lint --json` prints. */
export interface LintReport {
  version: 1;
  file: string;
  exitCode: number;
  capacity: LintResult["capacity"];
  findings: { line: number; key: string; value: string; severity: LintSeverity; sentence: string; instead: string | null }[];
  notes: string[];
}

interface LintWords {
  language: Language;
  lint: CliLintText;
  usage: CliText["usage"];
}

/** 2: something harms, collides or is refused; 1: something is useless or needs care; 0: neither. */
const EXIT: Record<LintSeverity, number> = { harmful: 2, collides: 2, invalid: 2, useless: 1, caution: 1, overridden: 1, already: 0 };

export function lintReport(file: string, result: LintResult, isHostRead: boolean, words: LintWords): LintReport {
  const findings = result.findings.map((finding) => ({
    line: finding.line,
    key: finding.key,
    value: finding.value,
    severity: severityOf(finding),
    ...sayFinding(finding, words),
  }));
  const { lint } = words;
  return {
    version: 1,
    file,
    exitCode: Math.max(0, ...findings.map(({ severity }) => EXIT[severity])),
    capacity: result.capacity,
    findings: findings.toSorted((a, b) => LINT_SEVERITIES.indexOf(a.severity) - LINT_SEVERITIES.indexOf(b.severity) || a.line - b.line),
    notes: result.isForOtherSystem ? [lint.otherSystem] : isHostRead ? [] : [lint.hostUnread],
  };
}

function severityOf(finding: LintFinding): LintSeverity {
  switch (finding.kind) {
    case "folklore":
      return finding.isCaution && finding.finding.id !== "dynamic-port-shrunk"
        ? "caution"
        : finding.finding.effect === "harmful"
          ? "harmful"
          : "useless";
    case "collision":
      return finding.collision.severity === "blocks" ? "collides" : "caution";
    case "fault":
    case "unreadable":
      return "invalid";
    default:
      return finding.kind;
  }
}

function sayFinding(finding: LintFinding, { language, lint, usage }: LintWords): { sentence: string; instead: string | null } {
  switch (finding.kind) {
    case "folklore":
      return { sentence: folkloreReason(language, finding.finding), instead: folkloreInstead(language, finding.finding) };
    case "collision":
      return { sentence: remediesText(language).collision(finding.collision), instead: null };
    case "fault":
      return { sentence: usage(inFile(finding.problem)), instead: null };
    case "overridden":
      return { sentence: lint.overridden(finding.byLine), instead: null };
    case "already":
      return { sentence: lint.already, instead: null };
    case "unreadable":
      return { sentence: lint.unreadable, instead: null };
  }
}

/** In a file a setting stands without the flag that proposes one on a command line. */
const inFile = (problem: Extract<LintFinding, { kind: "fault" }>["problem"]) => ({
  ...problem,
  value: shortened(problem.value),
  flag: problem.flag.replace(/^--set /, ""),
  example: problem.example.replace(/^--set /, "").replaceAll('"', ""),
});

/** The page that a person reads: how much there is, then line by line what is wrong and what would be right. */
export function lintPage(
  report: LintReport,
  settings: number,
  { language, lint, paint, columns }: { language: Language; lint: CliLintText; paint: Paint; columns: number },
): string {
  const { file, findings, capacity, notes } = report;
  const numbers = new Intl.NumberFormat(language);
  const head =
    settings === 0 && findings.length === 0
      ? lint.nothingForPorts(file)
      : findings.length === 0
        ? lint.clean(file)
        : lint.found(file, findings.length);
  const wrap = (text: string, indent: string) =>
    wrapText(printable(text), columns - indent.length, language).map((line) => fitLine(indent + line, columns));
  const lines = [
    ...wrap(head, "").map(paint.bold),
    ...(capacity ? wrap(lint.capacity(numbers.format(capacity.before), numbers.format(capacity.after)), "") : []),
    ...notes.flatMap((note) => wrap(note, "").map(paint.dim)),
    ...findings.flatMap(({ line, key, value, severity, sentence, instead }) => [
      "",
      fitLine(
        `${colored(severity, lint.severity[severity], paint)}  ${lint.atLine(line)}: ${printable(value === "" ? key : `${key} = ${value}`)}`,
        columns,
      ),
      ...wrap(sentence, "  "),
      ...(instead === null ? [] : wrap(`→ ${instead}`, "  ")),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

const colored = (severity: LintSeverity, text: string, paint: Paint): string =>
  EXIT[severity] === 2 ? paint.red(text) : EXIT[severity] === 1 ? paint.yellow(text) : paint.dim(text);
