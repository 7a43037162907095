import type { Gap } from "@berth/shared/domain/host/gap.ts";
import { checksText } from "@berth/shared/text/checks.ts";
import { wrapText } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import { count, type PageStyle } from "./page-style.ts";

const SHOWN_MAX = 8;

/** What could not be read: one entry for each part and reason, however many namespaces it concerns. */
export function gapSection(gaps: readonly Gap[], style: PageStyle): string[] {
  const { text, paint, columns, language } = style;
  const words = checksText(language);
  const said = new Map(gaps.map(({ part, reason, hint, at }) => [`${part} ${reason}`, { sentence: words.gap(part, reason, at), hint }]));
  if (said.size === 0) return [];
  const wrap = (sentence: string): string[] => wrapText(printable(sentence), columns - 2, language);
  const lines = [...said.values()].slice(0, SHOWN_MAX).flatMap(({ sentence, hint }) => {
    const [first = "", ...rest] = [...wrap(sentence), ...(hint === "" ? [] : wrap(hint))];
    return [`? ${first}`, ...rest.map((line) => `  ${line}`)];
  });
  const more = said.size > SHOWN_MAX ? [`  ${text.more(count(said.size - SHOWN_MAX, style))}`] : [];
  return [paint.bold(text.title.gaps), ...[...lines, ...more].map(paint.dim)];
}
