import { isLanguage, LANGUAGES, type Language } from "@berth/shared/text/language.ts";

/**
 * The language for a visitor who names none in the address: the cookie, else the first language of Accept-Language
 * (RFC 9110 section 12.5.4, by q-value, then order) that Berth speaks, else English.
 */
export function chooseLanguage(cookie: string | undefined, acceptLanguage: string | null): Language {
  if (isLanguage(cookie)) return cookie;
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .map((item) => {
      const [tag = "", ...parameters] = item.trim().toLowerCase().split(";");
      const q = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find((value) => value !== undefined);
      return { primary: tag.split("-")[0], weight: q === undefined ? 1 : Number(q) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  const spoken = wanted.find(({ primary }) => isLanguage(primary) || primary === "*");
  return isLanguage(spoken?.primary) ? spoken.primary : LANGUAGES[0];
}

/** The language in the first segment of a path; undefined where it is none of ours. */
export function languageOfPath(pathname: string): Language | undefined {
  const segment = pathname.split("/")[1];
  return isLanguage(segment) ? segment : undefined;
}
