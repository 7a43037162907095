import { formatEndpoint } from "@berth/shared/domain/network/address.ts";
import { formatPorts } from "@berth/shared/domain/platforms/commands/format-ports.ts";
import type { Instruction } from "@berth/shared/domain/platforms/commands/instruction.ts";
import type { SimulatedPool, SimulatedTuple } from "@berth/shared/domain/ports/simulate.ts";
import type { SimulatedPoolUse } from "@berth/shared/domain/ports/simulate-pool.ts";
import type { SimulatedUse } from "@berth/shared/domain/ports/simulate-use.ts";
import { reservable } from "@berth/shared/domain/remedies/collisions.ts";
import type { CliWhatIfText } from "@berth/shared/text/cli-what-if.ts";
import { remediesText } from "@berth/shared/text/remedies.ts";
import { count, type PageStyle } from "../check/page-style.ts";
import { portUseLines } from "../check/port-use-lines.ts";
import { displayWidth } from "../terminal/display-width.ts";
import { flowParts, wrapText } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import { Figures, type Settling } from "./figures.ts";
import type { FolkloreReport, WhatIfReport } from "./what-if-report.ts";

export interface WhatIfStyle extends PageStyle {
  whatIf: CliWhatIfText;
  /** The flags that name the host that was judged, for commands that are shown; none for this one. */
  hostFlags?: string | undefined;
}

const TUPLES_SHOWN = 5;
const POOLS_SHOWN = 3;

/** Before and after for a person: the sentence first, then tuple by tuple, then what it would run into, then how. */
export function whatIfPage(report: WhatIfReport, style: WhatIfStyle): string {
  const sections = [
    heading(report, style),
    ...report.tuples.slice(0, TUPLES_SHOWN).map((tuple) => tupleLines(tuple, style)),
    moreTuples(report, style),
    ...report.pools.slice(0, POOLS_SHOWN).map((pool) => poolLines(pool, style)),
    notes(report, style),
    folklore(style.whatIf.title.refused, report.refused, style),
    folklore(style.whatIf.title.cautions, report.cautions, style),
    collisions(report, style),
    instructions(style.whatIf.title.apply, report.instructions, ({ apply }) => apply, style, "--json"),
    instructions(style.whatIf.title.undo, report.instructions, ({ undo }) => undo, style, null),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function heading({ changes, verdict }: WhatIfReport, { whatIf, paint, columns, language }: WhatIfStyle): string[] {
  const what = changes.map(({ sentence }) => sentence).join(" · ");
  return [
    ...(what === "" ? [] : wrapText(printable(`${whatIf.title.changes}: ${what}`), columns, language).map(paint.dim)),
    ...wrapText(printable(verdict.sentence), columns, language).map(paint.bold),
  ];
}

function tupleLines(tuple: SimulatedTuple, style: WhatIfStyle): string[] {
  const { whatIf, language, columns } = style;
  const { before, after } = tuple;
  const isCutOff = before.connectionsPerSecond > 0 && before.headroom.best === 0;
  return [
    ...flowParts(
      [tuple.source, `→ ${formatEndpoint(tuple.destination.address, tuple.destination.port)}`].map(printable),
      columns,
      "  ",
      " ",
    ),
    ...useLines(whatIf.before, before, style),
    ...useLines(whatIf.after, after, style),
    ...settlingLines(after, style),
    ...(isCutOff ? wrapText(whatIf.cutOff, columns - 2, language).map((line) => `  ${line}`) : []),
  ];
}

const moreTuples = ({ tuples, otherTuples }: WhatIfReport, style: WhatIfStyle): string[] => {
  const left = Math.max(0, tuples.length - TUPLES_SHOWN) + otherTuples;
  return left === 0 ? [] : [style.paint.dim(style.whatIf.moreTuples(count(left, style)))];
};

const poolLines = ({ source, before, after }: SimulatedPool, style: WhatIfStyle): string[] => [
  printable(`bind(${source}, 0)`),
  ...useLines(style.whatIf.before, before, style),
  ...useLines(style.whatIf.after, after, style),
  ...(after.rate === null ? [] : settlingLines({ ...after.rate, capacity: after.capacity }, style)),
];

const settlingLines = (use: Settling, { whatIf, columns, language, paint }: WhatIfStyle): string[] =>
  wrapText(new Figures(language).settling(use, whatIf), columns - 2, language).map((line) => paint.dim(`  ${line}`));

/** A bar behind its label. */
function useLines(label: string, use: SimulatedUse | SimulatedPoolUse, style: WhatIfStyle): string[] {
  const { whatIf, columns } = style;
  const labelColumns = Math.max(displayWidth(whatIf.before), displayWidth(whatIf.after)) + 1;
  const padded = `  ${label}${" ".repeat(labelColumns - displayWidth(label))}`;
  if (use.used === null) return [`${padded}${whatIf.boundFreely}`];
  const { capacity, used, headroom } = use;
  const usedRatio = capacity === 0 ? 1 : used / capacity;
  const [first = "", ...rest] = portUseLines({ capacity, used, headroom, usedRatio }, { ...style, columns: columns - labelColumns });
  return [`${padded}${first.slice(2)}`, ...rest.map((line) => " ".repeat(labelColumns) + line)];
}

function notes({ isGradual, basis }: WhatIfReport, { whatIf, columns, language, paint }: WhatIfStyle): string[] {
  const said = [...(isGradual ? [whatIf.gradual] : []), ...(basis === "counts" ? [whatIf.countsOnly] : [])];
  return said.flatMap((sentence) => wrapText(sentence, columns, language).map(paint.dim));
}

export function folklore(title: string, findings: readonly FolkloreReport[], { paint, columns, language }: WhatIfStyle): string[] {
  if (findings.length === 0) return [];
  return [
    paint.bold(title),
    ...findings.flatMap(({ key, value, file, line, reason, instead }) => [
      ...wrapText(
        printable(`✕ ${key} = ${value}${file === null ? "" : ` (${line === null ? file : `${file}:${line}`})`}`),
        columns - 2,
        language,
      ),
      ...[reason, instead].flatMap((sentence) => wrapText(printable(sentence), columns - 2, language)).map((line) => `  ${line}`),
    ]),
  ];
}

const MARK = { blocks: "✕", warns: "!", notes: "·" } as const;

function collisions({ collisions: found, os }: WhatIfReport, { whatIf, paint, columns, language }: WhatIfStyle): string[] {
  if (found.length === 0) return [];
  const text = remediesText(language);
  const reserve = os === "linux" ? formatPorts(reservable(found)) : "";
  return [
    paint.bold(whatIf.title.collisions),
    ...found.flatMap(({ severity, sentence }) => {
      const [first = "", ...rest] = wrapText(printable(`${sentence} (${text.severity[severity]})`), columns - 2, language);
      return [`${MARK[severity]} ${first}`, ...rest.map((line) => `  ${line}`)];
    }),
    ...(reserve === "" ? [] : wrapText(whatIf.reserving(`--reserve ${reserve}`), columns - 2, language).map((line) => `  ${line}`)),
  ];
}

/** Ways to make a change that stand on the page; the others are named. */
const INSTRUCTIONS_SHOWN = 2;
/** So many snippets are those of every runtime, because nobody knows which it is. */
const SNIPPETS_OF_ONE_RUNTIME = 6;

const WAYS_NAMED = 4;

/**
 * Commands are copied: they are printed as they are, whatever their width. `rest` is what prints the ways that do not stand
 * here, which are then named; null names none, and `all` prints every way.
 */
export function instructions(
  title: string,
  all: readonly Instruction[],
  textOf: (instruction: Instruction) => string | null,
  { paint, language, whatIf, columns }: WhatIfStyle,
  rest: string | null,
): string[] {
  const { tool: words } = remediesText(language);
  const nameOf = ({ tool, target }: Instruction) => (target === null ? words[tool] : `${words[tool]}: ${target}`);
  const known = all.filter((instruction) => textOf(instruction) !== null);
  if (known.length === 0) return [];
  const isAnyRuntime = known.filter(({ tool }) => tool === "code").length > SNIPPETS_OF_ONE_RUNTIME;
  const shown = rest === "all" ? known : isAnyRuntime ? [] : known.slice(0, INSTRUCTIONS_SHOWN);
  const further = rest === null ? [] : known.filter((instruction) => !shown.includes(instruction));
  const named = further.slice(0, WAYS_NAMED);
  const names = named.map(({ tool, target }) => (tool === "code" ? (target ?? "") : words[tool])).join(" · ");
  return [
    paint.bold(title),
    ...shown.flatMap((instruction) => [
      paint.dim(printable(`# ${nameOf(instruction)}`)),
      ...textOf(instruction)!.split(/\r?\n/).map(printable),
    ]),
    ...(names === "" || rest === null
      ? []
      : wrapText(printable(whatIf.furtherWays(names, further.length - named.length, rest)), columns, language).map(paint.dim)),
  ];
}
