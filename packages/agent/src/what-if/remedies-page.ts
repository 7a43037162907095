import type { Judgement } from "@berth/shared/domain/diagnosis/judge-snapshot.ts";
import { diagnosisText } from "@berth/shared/text/diagnosis.ts";
import { remediesText } from "@berth/shared/text/remedies.ts";
import type { WordedRemedy } from "@berth/shared/text/worded-remedy.ts";
import { wrapText } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import { Figures } from "./figures.ts";
import { folklore, instructions, type WhatIfStyle } from "./what-if-page.ts";
import type { FolkloreReport } from "./what-if-report.ts";

/** Everything that can be done here, ranked, with the first one's commands. */
export function remediesPage(
  cause: Judgement["cause"],
  remedies: readonly WordedRemedy[],
  found: readonly FolkloreReport[],
  style: WhatIfStyle,
): string {
  const { whatIf, paint, columns, language } = style;
  const isNeeded = cause !== "not-port-exhaustion";
  const calm = remedies.length === 0 ? whatIf.nothingShort : whatIf.nothingNeeded;
  const intro = isNeeded ? whatIf.cause(diagnosisText(language).cause[cause]) : calm;
  const [best] = remedies;
  const sections = [
    wrapText(printable(intro), columns, language).map(paint.bold),
    remedies.length > 0 ? [paint.bold(whatIf.title.remedies)] : isNeeded ? [whatIf.nothingHelps] : [],
    ...remedies.map((remedy, index) => remedyLines(remedy, index, style)),
    folklore(whatIf.title.found, found, style),
    ...(best && best.standing !== "refused" ? bestWays(best, style) : []),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** The first ways of the best remedy, and what prints the rest. */
export const bestWays = ({ id, instructions: all }: WordedRemedy, style: WhatIfStyle): string[][] => [
  instructions(style.whatIf.title.apply, all, ({ apply }) => apply, style, commandsOf(id, style)),
  instructions(style.whatIf.title.undo, all, ({ undo }) => undo, style, null),
];

/** A command that asks this again of the same host. */
export const whatIfCommand = (flags: string, { hostFlags }: WhatIfStyle): string =>
  `berth-agent what-if ${flags}${hostFlags === undefined ? "" : ` ${hostFlags}`}`;

const commandsOf = (id: WordedRemedy["id"], style: WhatIfStyle): string => whatIfCommand(`--remedy ${id}`, style);

export function remedyLines(remedy: WordedRemedy, index: number, style: WhatIfStyle): string[] {
  const { whatIf, paint, columns, language } = style;
  const text = remediesText(language);
  const isRefused = remedy.standing === "refused";
  const say = (sentence: string) => wrapText(printable(sentence), columns - 2, language).map((line) => `  ${line}`);
  const open = remedy.conditions
    .filter(({ state, id }) => state === "unknown" && id !== "acts-on-cause")
    .map(({ sentence }) => `? ${sentence}`);
  const title = paint.bold(`${isRefused ? "✕" : index + 1} ${remedy.title}`) + paint.dim(` · ${text.standing[remedy.standing]}`);
  if (isRefused) return [title, ...say(remedy.refusal ?? "")];
  return [
    title,
    ...say(effectOf(remedy, style)),
    ...say(whatIf.risk(text.riskLevel[remedy.risk.level], remedy.risk.sentence)).map(paint.dim),
    ...[...open, ...remedy.collisions.map(({ sentence }) => `! ${sentence}`)].flatMap(say).map(paint.dim),
    ...(remedy.whatIf === null ? [] : say(whatIf.tryIt(whatIfCommand(remedy.whatIf, style))).map(paint.dim)),
    ...(index === 0 || remedy.instructions.length === 0 ? [] : say(whatIf.commands(commandsOf(remedy.id, style))).map(paint.dim)),
  ];
}

export function effectOf({ effect, why }: WordedRemedy, { whatIf, language }: WhatIfStyle): string {
  if (!effect) return why;
  const figures = new Figures(language);
  const { before, after } = effect;
  if (after.connectionsPerSecond === 0) return `${figures.count(before.headroom.best ?? 0)} → ${figures.count(after.headroom.best ?? 0)}`;
  return `${whatIf.effect(figures.settledShare(before), figures.settledShare(after))}: ${remediesText(language).verdict[after.verdict]}`;
}
