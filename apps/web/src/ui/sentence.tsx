import type { Sentence as Parts } from "@berth/shared/text/sentence.ts";
import { printable } from "./printable.ts";

/** A sentence in pieces: subjects in mono, figures in bold. */
export function Sentence({ parts }: { parts: Parts }) {
  return parts.map(({ kind, text }, index) => {
    const key = `${index}${kind}`;
    const shown = printable(text);
    if (kind === "subject")
      return (
        <bdi key={key} className="mono">
          {shown}
        </bdi>
      );
    return kind === "figure" ? <b key={key}>{shown}</b> : <span key={key}>{shown}</span>;
  });
}
