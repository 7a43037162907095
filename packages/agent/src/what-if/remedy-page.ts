import { remediesText } from "@berth/shared/text/remedies.ts";
import type { WordedRemedy } from "@berth/shared/text/worded-remedy.ts";
import { wrapText } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import { effectOf, whatIfCommand } from "./remedies-page.ts";
import { instructions, type WhatIfStyle } from "./what-if-page.ts";

const MARK = { met: "✓", unmet: "✕", unknown: "?" } as const;

/** One remedy whole: why it helps, what must hold, every way to make the change and back, and what to see afterwards. */
export function remedyPage(remedy: WordedRemedy, style: WhatIfStyle): string {
  const { whatIf, paint, columns, language } = style;
  const text = remediesText(language);
  const { title, standing, why, refusal, risk, conditions, collisions, effect, verify } = remedy;
  const say = (sentence: string) => wrapText(printable(sentence), columns, language);
  const hang = (mark: string, sentence: string) =>
    wrapText(printable(sentence), columns - 2, language).map((line, index) => `${index === 0 ? mark : " "} ${line}`);
  const sections = [
    [
      ...say(`${title} · ${text.standing[standing]}`).map(paint.bold),
      ...(refusal === null ? [] : say(refusal)),
      ...say(why),
      ...(effect === null || refusal !== null ? [] : say(effectOf(remedy, style))),
      ...say(whatIf.risk(text.riskLevel[risk.level], risk.sentence)).map(paint.dim),
      ...(remedy.whatIf === null ? [] : say(whatIf.tryIt(whatIfCommand(remedy.whatIf, style))).map(paint.dim)),
    ],
    [paint.bold(whatIf.title.conditions), ...conditions.flatMap(({ state, sentence }) => hang(MARK[state], sentence))],
    collisions.length === 0
      ? []
      : [
          paint.bold(whatIf.title.collisions),
          ...collisions.flatMap(({ sentence, severity }) => hang("!", `${sentence} (${text.severity[severity]})`)),
        ],
    instructions(whatIf.title.apply, remedy.instructions, ({ apply }) => apply, style, "all"),
    instructions(whatIf.title.undo, remedy.instructions, ({ undo }) => undo, style, "all"),
    [paint.bold(whatIf.title.verify), ...say(verify)],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}
