import type { Language } from "@berth/shared/text/language.ts";

export const count = (value: number, language: Language): string => new Intl.NumberFormat(language).format(value);

/** Per second: one decimal below 10. */
export const rate = (perSecond: number, language: Language): string =>
  new Intl.NumberFormat(language, { maximumFractionDigits: perSecond < 10 ? 1 : 0 }).format(perSecond);

/** `92.5 %`, cut and not rounded, so that 79.96 % does not look like a crossed line and 100 % means all of it. */
export const percent = (ratio: number, language: Language): string =>
  `${new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(Math.floor(ratio * 1_000) / 10)} %`;
