import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { Suspense } from "react";
import { THEME_COOKIE, themeOf } from "../../features/preferences/cookies.ts";
import { LanguageSwitch } from "../../features/preferences/language-switch.tsx";
import { requestLanguage } from "../../features/preferences/request-language.ts";
import { ThemeSwitch } from "../../features/preferences/theme-switch.tsx";
import { fontClasses } from "../../ui/fonts.ts";
import { JapaneseFont } from "../../ui/japanese-font.tsx";
import { Shell } from "../../ui/shell.tsx";
import { textOf } from "../../ui/text.ts";
import { ZoneName } from "../../ui/zone-name.tsx";
import "../../ui/tokens.css";
import "../../ui/base.css";
import "../../ui/components.css";

export const metadata: Metadata = { title: { default: "Berth", template: "%s · Berth" }, robots: { index: false, follow: false } };
export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

export default async function Layout({ children }: { children: React.ReactNode }) {
  const language = await requestLanguage();
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  const text = textOf(language);
  return (
    <html lang={language} data-theme={theme} className={fontClasses}>
      <body>
        <JapaneseFont isNeeded={language === "ja"} />
        <Shell
          skipLabel={text.skipToContent}
          navigationLabel={text.mainNavigation}
          links={[
            { href: `/${language}`, label: text.fleetLink, within: `/${language}/hosts/` },
            { href: `/${language}/trends`, label: text.trendsLink },
          ]}
          zone={<ZoneName language={language} />}
          preferences={
            <>
              <Suspense>
                <LanguageSwitch language={language} label={text.language} />
              </Suspense>
              <ThemeSwitch initial={theme} label={text.theme.label} names={text.theme} />
            </>
          }
        >
          {children}
        </Shell>
      </body>
    </html>
  );
}
