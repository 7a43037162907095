import type { UsageProblem } from "@berth/shared/text/cli-usage.ts";
import { isLanguage, LANGUAGES, type Language } from "@berth/shared/text/language.ts";

/** What every command takes, and the rest of the command line without it. */
export interface CommonFlags {
  language: Language;
  wantsHelp: boolean;
  args: string[];
  /** `--lang` was given no language that there is. */
  problem: UsageProblem | null;
}

/** Takes `--lang` and `--help` out of a command line, wherever they stand before a `--`. */
export function takeCommonFlags(commandLine: readonly string[], env: Readonly<Record<string, string | undefined>>): CommonFlags {
  const end = commandLine.includes("--") ? commandLine.indexOf("--") : commandLine.length;
  const taken: CommonFlags = { language: languageOf(env), wantsHelp: false, args: [], problem: null };
  for (let index = 0; index < end; index++) {
    const word = commandLine[index]!;
    const [flag, inline] = split(word);
    if (word === "--help" || word === "-h") taken.wantsHelp = true;
    else if (flag === "--lang") {
      const value = inline ?? commandLine[++index] ?? "";
      if (isLanguage(value)) taken.language = value;
      else taken.problem = { kind: "bad-value", flag, value: value || '""', expected: LANGUAGES.join(" | ") };
    } else taken.args.push(word);
  }
  taken.args.push(...commandLine.slice(end));
  return taken;
}

const split = (word: string): [string, string | undefined] => {
  const at = word.indexOf("=");
  return at === -1 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
};

/** POSIX, "Environment Variables": LC_ALL before LC_MESSAGES before LANG; the first that is set and not empty decides. */
function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return (
    LANGUAGES.find((language) => locale === language || locale.startsWith(`${language}_`) || locale.startsWith(`${language}.`)) ?? "en"
  );
}
