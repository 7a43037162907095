import { CHECK_IDS } from "@berth/shared/domain/checklist/check.ts";
import { CAUSES } from "@berth/shared/domain/diagnosis/cause.ts";
import { buildChurn, buildHost } from "@berth/shared/testing/build-host.ts";
import { cli as english } from "@berth/shared/text/en/cli.ts";
import { cli as japanese } from "@berth/shared/text/ja/cli.ts";
import { describe, expect, it } from "vitest";
import { bundledHandbook } from "../adapters/bundled-handbook.ts";
import { displayWidth } from "../terminal/display-width.ts";
import { PLAIN } from "../terminal/paint.ts";
import { reportOn } from "./check-report.ts";
import { EXPLAINABLE, explain, explainableId } from "./explain.ts";
import { explainPage } from "./explain-page.ts";

const TEXT = { en: english.check, ja: japanese.check };
const host = buildHost("linux", { tuples: [buildChurn(25_906, { live: 214 })] });

const explained = (id: string, language: "en" | "ja" = "en") => explain(id, reportOn(host, language, false), bundledHandbook, language);
const pageOf = (id: string, language: "en" | "ja" = "en"): string =>
  explainPage(explained(id, language)!, { language, text: TEXT[language], paint: PLAIN, columns: 80, timeZone: "UTC" });

describe("an explanation", () => {
  it.each(EXPLAINABLE)("of %s has a page and fits 80 columns in both languages", (id) => {
    expect(explained(id)?.page).toMatch(/\w/);
    for (const language of ["en", "ja"] as const)
      for (const line of pageOf(id, language).split("\n"))
        if (!line.startsWith("    ")) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
  });

  it("is there for every check and every cause, and for nothing else", () => {
    expect([...EXPLAINABLE].sort()).toEqual([...CHECK_IDS, ...CAUSES].sort());
    expect(explained("eph")).toBeNull();
  });

  it("is found in capitals, and with underscores", () => {
    expect(["TW-REUSE", "tw_reuse", " Eph_Dest ", "tw-reuse"].map(explainableId)).toEqual(["tw-reuse", "tw-reuse", "eph-dest", "tw-reuse"]);
    expect(explainableId("eph")).toBeNull();
  });

  it.each(EXPLAINABLE)("of %s writes no figure without a name", (id) => {
    expect(pageOf(id)).not.toMatch(/^ *= [\d.,]+(?: %)?$/m);
  });

  it("shows how a ratio came to be, and what it is held against", () => {
    expect(pageOf("eph-dest")).toContain("= used ÷ capacity = 26,120 ÷ 28,232 = 92.5 % · limit 80.0 %");
    expect(pageOf("conntrack-full")).toContain("= count ÷ max = 1,000 ÷ 262,144 = 0.4 %");
  });

  it("says how a cause stands: named, excluded, or not weighed on this system", () => {
    expect(explained("short-connections-one-destination")?.status).toBe("named");
    expect(explained("conntrack-full")?.status).toBe("excluded");
    expect(explained("os-behaviour-freebsd")?.status).toBe("not_weighed");
  });

  it("does not let a host's names write to the terminal", () => {
    const hostile = buildHost("linux", { tuples: [buildChurn(26_000, { source: "10.0.0.1\u001b[31m", live: 1 })] });
    const explanation = explain("eph-dest", reportOn(hostile, "en", false), bundledHandbook, "en")!;
    const page = explainPage(explanation, { language: "en", text: TEXT.en, paint: PLAIN, columns: 80, timeZone: "UTC" });
    expect(page).not.toContain("\u001b");
  });
});
