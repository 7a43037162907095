import { nearestWord } from "../../commands/nearest-word.ts";
import { fileNameOf, wordsOf } from "./file-name.ts";
import { PROGRAMS, recogniseFile } from "./recognise-file.ts";

/** Files of /proc that are often kept by their last name alone. */
const LAST_NAMES: Record<string, string> = Object.fromEntries(
  ["tcp", "tcp6", "udp", "udp6", "sockstat", "sockstat6"].map((name) => [name, fileNameOf(`/proc/net/${name}`)]),
);

/** Short words are near to too many. */
const TELLING = PROGRAMS.filter(({ length }) => length >= 5);

/** The name that a file which nobody knows was most likely meant to have; null where none is near. */
export function suggestFileName(name: string): string | null {
  const [first = "", ...rest] = wordsOf(name.replace(/\/$/, ""));
  const own = rest.length === 0 ? LAST_NAMES[first.toLowerCase()] : undefined;
  if (own) return own;
  const program = nearestWord(first.toLowerCase(), TELLING);
  if (program === null) return null;
  const meant = fileNameOf([program, ...rest].join(" "));
  return meant === name || recogniseFile(meant) === null ? null : meant;
}
