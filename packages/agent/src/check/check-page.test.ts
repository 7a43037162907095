import { cli as english } from "@berth/shared/text/en/cli.ts";
import { cli as japanese } from "@berth/shared/text/ja/cli.ts";
import { describe, expect, it } from "vitest";
import { displayWidth } from "../terminal/display-width.ts";
import { COLOR, type Paint, PLAIN } from "../terminal/paint.ts";
import { crowdedSnapshot } from "../testing/crowded-snapshot.ts";
import { emptySnapshot } from "../testing/empty-snapshot.ts";
import { checkPage } from "./check-page.ts";
import { reportOn } from "./check-report.ts";

const TEXT = { en: english.check, ja: japanese.check };
const LANGUAGES = ["en", "ja"] as const;

const pageOf = (snapshot: typeof emptySnapshot, language: "en" | "ja", paint: Paint = PLAIN): string =>
  checkPage(snapshot, reportOn(snapshot, language, false), { language, text: TEXT[language], paint, columns: 80, timeZone: "UTC" });

describe("check page", () => {
  it.each(LANGUAGES)("reads as it was looked at, in %s", async (language) => {
    await expect(pageOf(crowdedSnapshot, language)).toMatchFileSnapshot(`./testing/check-page.${language}.txt`);
  });

  it.each(LANGUAGES)("fits 80 columns and lets no name write to the terminal, in %s", (language) => {
    const page = pageOf(crowdedSnapshot, language);
    for (const line of page.split("\n")) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
    for (const character of ["\u001b", "\u202e"]) expect(page).not.toContain(character);
  });

  it("says the same with colour as without", () => {
    const escapes = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g");
    const colored = pageOf(crowdedSnapshot, "en", COLOR);
    expect(colored).not.toBe(pageOf(crowdedSnapshot, "en"));
    expect(colored.replace(escapes, "")).toBe(pageOf(crowdedSnapshot, "en"));
  });

  it.each(LANGUAGES)("never makes a host that could not be read look healthy, in %s", (language) => {
    const page = pageOf(emptySnapshot, language);
    expect(page).toMatch(/^\? /);
    expect(page).not.toContain("✓");
  });
});
