import type { Rule } from "./rule.ts";

const SAYS_NOTHING = /^(.+-)?(utils?|helpers?)$|^(lib|common|misc|types)$/;
const CODE = /\.(ts|tsx|mts|mjs|cjs|js|css|c|h)$/;
const KEBAB = /^\.?[a-z0-9]+(-[a-z0-9]+)*$/;

/** Files and folders are kebab-case and say what is inside. */
export const fileNames: Rule = ({ files }) =>
  files
    .filter((file) => CODE.test(file))
    .flatMap((file) => {
      const parts = file.split("/").map(stem);
      const vague = parts.filter((part) => SAYS_NOTHING.test(part)).map((part) => `${file} "${part}" does not say what is inside`);
      return KEBAB.test(parts.at(-1) ?? "") ? vague : [...vague, `${file} is not in kebab-case`];
    });

/** `host-store.test.ts` → `host-store`, `.dependency-cruiser.cjs` → `.dependency-cruiser`. */
function stem(part: string): string {
  return /^\.?[^.]+/.exec(part)?.[0] ?? part;
}
