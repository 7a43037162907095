"use client";

import { useState } from "react";
import { segmented } from "../../ui/segmented.ts";
import { THEME_COOKIE, THEMES, type Theme, YEAR_SECONDS } from "./cookies.ts";

const ICONS: Record<Theme, React.ReactNode> = {
  system: <path d="M2.5 3.5h11v7h-11zM6 13.5h4M8 10.5v3" />,
  light: (
    <path d="M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M8 1.2v1.5M8 13.3v1.5M1.2 8h1.5M13.3 8h1.5M3.2 3.2l1 1M11.8 11.8l1 1M3.2 12.8l1-1M11.8 4.2l1-1" />
  ),
  dark: <path d="M13.4 9.6A5.6 5.6 0 0 1 6.4 2.6a5.6 5.6 0 1 0 7 7z" />,
};

/** Takes effect at once and is kept in a cookie, so that the server draws the next page in it: no flash. */
export function ThemeSwitch({ initial, label, names }: { initial: Theme; label: string; names: Record<Theme, string> }) {
  const [chosen, setChosen] = useState(initial);
  const choose = (theme: Theme) => {
    setChosen(theme);
    document.documentElement.dataset.theme = theme;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
    document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  };
  return (
    <fieldset className={segmented}>
      <legend className="visually-hidden">{label}</legend>
      {THEMES.map((theme) => (
        <button
          key={theme}
          type="button"
          aria-pressed={theme === chosen}
          title={names[theme]}
          aria-label={names[theme]}
          onClick={() => choose(theme)}
        >
          <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
            {ICONS[theme]}
          </svg>
        </button>
      ))}
    </fieldset>
  );
}
