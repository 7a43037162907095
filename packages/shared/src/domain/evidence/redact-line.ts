import { printableText } from "./printable-text.ts";

/** The wire's limit. */
const QUOTE_LENGTH_MAX = 200;
/** Enough around the place that matters, so that a cut word cannot escape the rules below. */
const AROUND = 1_500;

/** Bounded on both sides: a line of hyphens and secret words must not cost the square of its length. */
const SECRET_NAME = String.raw`(?<![\w-])[\w-]{0,60}?(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|auth(?:orization)?|cookie|session(?:id)?|credentials?|signature|private[_-]?key)[\w-]{0,60}`;

/** A flag with its value in the next word, or a sentence about a secret: `--password hunter2`, `password is hunter2`. */
const SPOKEN_SECRET = new RegExp(
  String.raw`((?:(?=-)${SECRET_NAME}\s+|\b(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_ -]?key)\s+(?:is|was|are)\s*:?\s+))("[^"]*"|'[^']*'|[^\s,;&)\]}"'-][^\s,;&)\]}"']*)`,
  "gi",
);

/** What a person or a secret could be recognised by, and what stands for it. In this order. */
const RULES: readonly (readonly [RegExp, string])[] = [
  // A password in an address may hold a slash or an at sign; what is a port and a path is none.
  [/\b([a-z][a-z\d+.-]{1,15}:\/\/)[^\s/@:]{0,100}:(?!\d{1,5}\/)[^\s"'<>]{0,200}@/gi, "$1"],
  [/\b([a-z][a-z\d+.-]{1,15}:\/\/)[^\s/@]{1,200}@/gi, "$1"],
  [/\b((?:set-)?cookie["']?\s*[=:]\s*)[^"'\r\n]{1,1500}/gi, "$1[…]"],
  [/\b(Bearer|Basic|Digest|Negotiate|ApiKey)\s+[^\s,;"']{4,}/gi, "$1 […]"],
  [new RegExp(String.raw`(["']?${SECRET_NAME}["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;&)\]}"']+)`, "gi"), "$1[…]"],
  [SPOKEN_SECRET, "$1[…]"],
  // As mysql, mariadb and their kin take a password: with no blank before it.
  [/((?:^|[\s/])(?:mysql|mariadb|mycli)[\w-]*\s(?:[^|;&\n]{0,200}?\s)?-p)[^\s]{1,200}/gi, "$1[…]"],
  [/[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g, "[…]"],
  [/\?[^\s"'<>)\]]{2,}/g, "?[…]"],
  [/"[^"]*"/g, '"…"'],
  [/(?<![\p{L}\d])'[^']*'(?!\p{L})/gu, "'…'"],
  [/`[^`]*`/g, "`…`"],
  [/「[^」]*」|“[^”]*”|«[^»]*»|„[^“”]*[“”]/g, '"…"'],
  [/\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi, "[…]"],
  [/\b(?=[\da-f]*\d)(?=\d*[a-f])[\da-f]{16,}\b/gi, "[…]"],
  [/(?<![\w+/=-])(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+/=-]{24,}(?![\w+/=-])/g, "[…]"],
  [/\b\d{12,}\b/g, "[…]"],
];

/**
 * A line fit to be sent: one line, at most 200 characters around `index`, with secrets, quoted text, query strings, addresses
 * of people and long random words removed. What a program says of itself and of addresses of hosts stays.
 */
export function redactLine(line: string, index = 0): string {
  const from = Math.max(0, index - AROUND);
  const mark = Math.max(0, index - from);
  const part = line.slice(from, from + 2 * AROUND);
  const before = cleaned(part.slice(0, mark));
  const whole = cleaned(part);
  if (whole.length <= QUOTE_LENGTH_MAX) return whole;
  const start = Math.max(0, Math.min(before.length - QUOTE_LENGTH_MAX / 2, whole.length - QUOTE_LENGTH_MAX + 1));
  const [head, tail] = [start > 0 ? "…" : "", start + QUOTE_LENGTH_MAX - 1 < whole.length ? "…" : ""];
  const length = QUOTE_LENGTH_MAX - head.length - tail.length;
  return `${head}${printableText(whole.slice(start), length, " ")}${tail}`;
}

const cleaned = (text: string): string =>
  RULES.reduce((clean, [pattern, stead]) => clean.replaceAll(pattern, stead), printableText(text, 2 * AROUND, " ")).trim();
