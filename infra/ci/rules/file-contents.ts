import type { Rule } from "./rule.ts";

const LINES_MAX = 300;
const CODE = /\.(ts|tsx|mts|mjs|cjs|js|css|c|h|sh)$/;
const TEXT = /\.(ts|tsx|mts|mjs|cjs|js|css|c|h|sh|sql|md|json|ya?ml)$|\/bin\/[^.]+$/;
const GENERATED = /^pnpm-lock\.yaml$|\/openapi\.json$|\/migrations\//;
/** Written apart so that this file passes its own rule. */
const LEFTOVER = new RegExp(`\\b(${["TO" + "DO", "FIX" + "ME", "XX" + "X"].join("|")})\\b`);
const FOCUSED = /\b(it|test|describe)\.(only|todo|skip)\(/;
const SILENCED = new RegExp(["@ts-" + "ignore", "@ts-" + "nocheck", "\\bas " + "any\\s*([;,)\\]>]|$)"].join("|"));

/** No leftovers, no focused or silently skipped tests, no file that wants to be two. */
export const fileContents: Rule = ({ files, readText }) =>
  files
    .filter((file) => TEXT.test(file) && !GENERATED.test(file))
    .flatMap((file) => {
      const lines = readText(file).split("\n");
      const length = lines.at(-1) === "" ? lines.length - 1 : lines.length;
      const tooLong =
        CODE.test(file) && length > LINES_MAX ? [`${file} has ${length} lines: past ${LINES_MAX} it wants a second name`] : [];
      return [...tooLong, ...lines.flatMap((line, index) => complaints(line).map((what) => `${file}:${index + 1} ${what}`))];
    });

function complaints(line: string): string[] {
  return [
    ...(LEFTOVER.test(line) ? ["a leftover: open an issue instead"] : []),
    ...(FOCUSED.test(line) ? ['use ctx.skip("reason"), or finish the test'] : []),
    ...(SILENCED.test(line) ? ["the compiler is silenced: a cast stands in a named function with its reason"] : []),
  ];
}
