/** A sentence in pieces, so that a page can set subjects in mono and figures in bold; a terminal joins them. */
export interface SentencePart {
  kind: "text" | "subject" | "figure";
  text: string;
}

export type Sentence = readonly SentencePart[];

/** What the sentence is about: a tuple, an address, a range, a setting. */
export const subject = (text: string): SentencePart => ({ kind: "subject", text });

/** A number with its unit. */
export const figure = (text: string): SentencePart => ({ kind: "figure", text });

/** Template tag. Plain strings become text, parts stay what they are, whole sentences are taken in. */
export function sentence(strings: TemplateStringsArray, ...values: readonly (string | SentencePart | Sentence)[]): Sentence {
  const parts = strings.flatMap((text, index) => [asText(text), ...partsOf(values[index] ?? "")]);
  return parts.filter(({ text }) => text !== "").reduce<SentencePart[]>(joinText, []);
}

export const plain = (parts: Sentence): string => parts.map(({ text }) => text).join("");

const asText = (text: string): SentencePart => ({ kind: "text", text });

const partsOf = (value: string | SentencePart | Sentence): Sentence => {
  if (typeof value === "string") return [asText(value)];
  return "kind" in value ? [value] : value;
};

function joinText(parts: SentencePart[], part: SentencePart): SentencePart[] {
  const last = parts.at(-1);
  if (last?.kind !== "text" || part.kind !== "text") return [...parts, part];
  return [...parts.slice(0, -1), asText(last.text + part.text)];
}
