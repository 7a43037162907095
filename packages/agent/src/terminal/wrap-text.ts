import type { Language } from "@berth/shared/text/language.ts";
import { displayWidth } from "./display-width.ts";

/** Japanese line breaking (JIS X 4051): these do not begin a line, and those do not end one. */
const NOT_FIRST = /^[\p{Pe}\p{Pf}\s、。，．・：；？！ー…‥,.:;?!%’”ぁぃぅぇぉっゃゅょァィゥェォッャュョ]/u;
const NOT_LAST = /[\p{Ps}\p{Pi}]$/u;
const ASCII_WORD = /^[!-~]+$/;

/** Breaks a text into lines of at most `columns`. A single word that is longer stands alone on its line. */
export function wrapText(text: string, columns: number, language: Language): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of pieces(text, language)) {
    if (line !== "" && displayWidth((line + piece).trimEnd()) > columns) {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    } else line += piece;
  }
  return [...lines, line.trimEnd()];
}

/** The parts between which a line may end: words by the language's own rules, punctuation with its word, addresses whole. */
function pieces(text: string, language: Language): string[] {
  const merged: string[] = [];
  for (const { segment } of new Intl.Segmenter(language, { granularity: "word" }).segment(text)) {
    const last = merged.at(-1);
    const belongs =
      last !== undefined && (NOT_FIRST.test(segment) || NOT_LAST.test(last) || (ASCII_WORD.test(segment) && ASCII_WORD.test(last)));
    if (belongs) merged[merged.length - 1] = last + segment;
    else merged.push(segment);
  }
  return merged;
}

/** Lays parts out one after another with `gap` between, going to a new, indented line where the next does not fit. */
export function flowParts(parts: readonly string[], columns: number, indent: string, gap = "  "): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const joined = last === undefined ? part : `${last}${gap}${part}`;
    if (last !== undefined && displayWidth(joined) <= columns) lines[lines.length - 1] = joined;
    else lines.push(last === undefined ? part : indent + part);
  }
  return lines;
}
