/** The languages every sentence is written in; each text area has one exhaustive table per language. */
export const LANGUAGES = ["en", "ja"] as const;
export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (value: unknown): value is Language => LANGUAGES.some((language) => language === value);

/** The best language for an Accept-Language header (RFC 9110, 12.5.4): the highest weight that Berth has, else English. */
export function pickLanguage(acceptLanguage: string | null | undefined): Language {
  const wanted = (acceptLanguage ?? "").split(",").map((item) => {
    const [tag = "", ...parameters] = item.trim().toLowerCase().split(";");
    const weight = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find((value) => value !== undefined);
    return { language: tag.trim().split("-")[0] ?? "", weight: weight === undefined ? 1 : Number(weight) };
  });
  const best = wanted
    .filter(({ language, weight }) => isLanguage(language) && weight > 0)
    .reduce<{ language: string; weight: number } | null>((found, each) => (found && found.weight >= each.weight ? found : each), null);
  return best && isLanguage(best.language) ? best.language : "en";
}
