import type { Language } from "@berth/shared/text/language.ts";
import { textOf } from "./text.ts";

/** A figure that is not known: a question mark with its reason, never a zero. */
export function Unknown({ language, reason, isSpelledOut = false }: { language: Language; reason: string; isSpelledOut?: boolean }) {
  const sentence = textOf(language).unknownFigure(reason);
  return (
    <span className="unknown" title={sentence}>
      <span aria-hidden="true">?</span>
      <span className={isSpelledOut ? "unknown-reason" : "visually-hidden"}>{isSpelledOut ? reason : sentence}</span>
    </span>
  );
}
