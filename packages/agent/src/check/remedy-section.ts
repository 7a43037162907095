import { remediesText } from "@berth/shared/text/remedies.ts";
import type { WordedRemedy } from "@berth/shared/text/worded-remedy.ts";
import { displayWidth } from "../terminal/display-width.ts";
import { flowParts, wrapText } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import { type PageStyle, percent } from "./page-style.ts";

const SHOWN_MAX = 3;
const REFUSED_SHOWN = 2;
/** A command is copied: it stands on the page only where its lines need not be broken. */
/** netsh takes a line for each protocol and family. */
const COMMAND_LINES_MAX = 4;
const CODE_LINES_MAX = 3;
const COMMAND_INDENT = "    ";

/** The best of what can be done, each with its effect, its risk and the first way to do it; what is refused here, and why. */
export function remedySection(remedies: readonly WordedRemedy[], style: PageStyle): string[] {
  const { paint, text } = style;
  const fit = remedies.filter(({ standing }) => standing !== "refused").slice(0, SHOWN_MAX);
  const refused = remedies.filter(({ standing }) => standing === "refused").slice(0, REFUSED_SHOWN);
  if (fit.length + refused.length === 0) return [];
  return [
    paint.bold(text.title.remedies),
    ...fit.flatMap((remedy, index) => remedyLines(remedy, index + 1, style)),
    ...refused.flatMap(({ title, refusal }) => said(`✕ ${title}: ${refusal ?? ""}`, style).map(paint.dim)),
  ];
}

function remedyLines(remedy: WordedRemedy, place: number, style: PageStyle): string[] {
  const { paint, columns, language } = style;
  const words = remediesText(language);
  const { title, why, risk, effect, conditions, standing } = remedy;
  const parts = [
    `${place} ${title}`,
    ...(effect === null ? [] : [effectText(effect, style)]),
    ...(standing === "possible" ? [words.standing.possible] : []),
    `${words.riskLevel[risk.level]}: ${risk.sentence}`,
  ];
  const [first = "", ...rest] = flowParts(
    parts.flatMap((part) => wrapText(printable(part), columns - 2, language)),
    columns,
    "  ",
  );
  const open = conditions.filter(({ state }) => state === "unknown").slice(0, 1);
  return [
    paint.bold(first),
    ...rest,
    ...said(why, style).map(paint.dim),
    ...open.flatMap(({ sentence }) => said(`? ${sentence}`, style).map(paint.dim)),
    ...commandLines(remedy, style),
  ];
}

/** Where it stands, and where it would settle. */
function effectText({ before, after }: NonNullable<WordedRemedy["effect"]>, style: PageStyle): string {
  const share = (ports: number, capacity: number) => percent(Math.min(1, ports / Math.max(1, capacity)), style);
  return `${share(before.used, before.capacity)} → ${share(after.settles.best, after.capacity)}`;
}

function commandLines({ instructions }: WordedRemedy, { columns }: PageStyle): string[] {
  const linesMax = instructions[0]?.tool === "code" ? CODE_LINES_MAX : COMMAND_LINES_MAX;
  const lines = (instructions[0]?.apply ?? "").split(/\r?\n/).map((line) => COMMAND_INDENT + printable(line));
  const isShort = lines.length <= linesMax && lines.every((line) => displayWidth(line) <= columns);
  return instructions.length > 0 && isShort ? lines : [];
}

const said = (sentence: string, { columns, language }: PageStyle): string[] =>
  wrapText(printable(sentence), columns - 2, language).map((line) => `  ${line}`);
