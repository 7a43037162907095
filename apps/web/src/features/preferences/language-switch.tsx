"use client";

import { LANGUAGES, type Language } from "@berth/shared/text/language.ts";
import { usePathname, useSearchParams } from "next/navigation";
import { segmented } from "../../ui/segmented.ts";

const NAMES: Record<Language, { short: string; full: string }> = {
  en: { short: "EN", full: "English" },
  ja: { short: "日本語", full: "日本語" },
};

/** The same page in the other language; plain links, because the document's own language changes with it. */
export function LanguageSwitch({ language, label }: { language: Language; label: string }) {
  const rest = usePathname().split("/").slice(2).join("/");
  const search = useSearchParams().toString();
  return (
    <nav className={segmented} aria-label={label}>
      {LANGUAGES.map((other) => (
        <a
          key={other}
          href={`/${other}${rest && `/${rest}`}${search && `?${search}`}`}
          hrefLang={other}
          lang={other}
          title={NAMES[other].full}
          aria-current={other === language ? "true" : undefined}
        >
          {NAMES[other].short}
        </a>
      ))}
    </nav>
  );
}
