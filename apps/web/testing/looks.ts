import { LANGUAGES } from "@berth/shared/text/language.ts";

const WIDTHS = [1440, 390] as const;
const THEMES = ["light", "dark"] as const;

/** Every way a page is looked at: language, theme, width. */
export const LOOKS = LANGUAGES.flatMap((language) =>
  THEMES.flatMap((colorScheme) => WIDTHS.map((width) => ({ language, colorScheme, width, viewport: { width, height: 900 } }))),
);
