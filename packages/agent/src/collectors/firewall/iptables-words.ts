import { MalformedReading } from "../gap-from-error.ts";

/** The words of one line of iptables-save, which quotes with `"` and escapes with a backslash. */
export function iptablesWords(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let isQuoted = false;
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!;
    if (character === "\\" && isQuoted) word = (word ?? "") + (line[++at] ?? "");
    else if (character === '"') {
      isQuoted = !isQuoted;
      word ??= "";
    } else if (!isQuoted && (character === " " || character === "\t")) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? "") + character;
  }
  if (isQuoted) throw new MalformedReading(`unfinished quote: ${line.slice(0, 60)}`);
  return word === null ? words : [...words, word];
}
