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
    ...(best && best.standing !== "refused" ? [instructions(whatIf.title.apply, best.instructions, ({ apply }) => apply, style)] : []),
    ...(best && best.standing !== "refused" ? [instructions(whatIf.title.undo, best.instructions, ({ undo }) => undo, style, true)] : []),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

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
    ...(remedy.whatIf === null ? [] : say(whatIf.tryIt(`berth-agent what-if ${remedy.whatIf}`)).map(paint.dim)),
  ];
}

function effectOf({ effect, why }: WordedRemedy, { whatIf, language }: WhatIfStyle): string {
  if (!effect) return why;
  const figures = new Figures(language);
  const { before, after } = effect;
  if (after.connectionsPerSecond === 0) return `${figures.count(before.headroom.best ?? 0)} → ${figures.count(after.headroom.best ?? 0)}`;
  return `${whatIf.effect(figures.settledShare(before), figures.settledShare(after))}: ${remediesText(language).verdict[after.verdict]}`;
}
