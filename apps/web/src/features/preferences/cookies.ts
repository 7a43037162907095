/** What a visitor chose, kept in their browser for a year; no personal data. */
export const LANGUAGE_COOKIE = "berth_language";
export const THEME_COOKIE = "berth_theme";
export const YEAR_SECONDS = 31_536_000;

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** Anything but an explicit choice follows the system. */
export const themeOf = (cookie: string | undefined): Theme => THEMES.find((theme) => theme === cookie) ?? "system";
