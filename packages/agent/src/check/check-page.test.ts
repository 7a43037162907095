import { GAP_PARTS, GAP_REASONS } from "@berth/shared/domain/host/gap.ts";
import { OPERATING_SYSTEMS } from "@berth/shared/domain/host/operating-system.ts";
import { buildChurn, buildHost } from "@berth/shared/testing/build-host.ts";
import { buildGap, buildSnapshot, buildTuple } from "@berth/shared/testing/build-snapshot.ts";
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
const HINT = "the journal could not be asked: journalctl said that it may not be read by this user, who is in no group that may";
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

  it.each(LANGUAGES)("fits 80 columns whatever is wrong, or lost for whatever reason, in %s", (language) => {
    const leak = buildTuple({ used: 900, capacity: 1_000, established: 0, closeWait: 900 });
    const hosts = OPERATING_SYSTEMS.flatMap((os) =>
      [buildChurn(27_000, { live: 214 }), leak].map((tuple) => buildHost(os, { tuples: [tuple] })),
    );
    const lost = GAP_REASONS.map((reason) => buildSnapshot({ gaps: GAP_PARTS.map((part) => buildGap({ part, reason, hint: HINT })) }));
    for (const snapshot of [emptySnapshot, ...hosts, ...lost])
      for (const line of pageOf(snapshot, language).split("\n")) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
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
