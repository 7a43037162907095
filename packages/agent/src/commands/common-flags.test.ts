import { describe, expect, it } from "vitest";
import { takeCommonFlags } from "./common-flags.ts";

describe("common flags", () => {
  it.each([
    [{}, "en"],
    [{ LANG: "ja_JP.UTF-8" }, "ja"],
    [{ LANG: "ja" }, "ja"],
    [{ LANG: "jam_JM" }, "en"],
    [{ LC_MESSAGES: "C", LANG: "ja_JP.UTF-8" }, "en"],
    [{ LC_ALL: "ja_JP.UTF-8", LC_MESSAGES: "de_DE", LANG: "en_US" }, "ja"],
    [{ LC_ALL: "", LANG: "ja_JP" }, "ja"],
  ])("takes the language of %j", (env, language) => {
    expect(takeCommonFlags(["check"], env).language).toBe(language);
  });

  it("takes --lang and --help out, wherever they stand", () => {
    expect(takeCommonFlags(["--lang", "ja", "check", "--json", "--help"], {})).toEqual({
      language: "ja",
      wantsHelp: true,
      args: ["check", "--json"],
      problem: null,
    });
    expect(takeCommonFlags(["check", "--lang=ja"], { LANG: "en_US" }).language).toBe("ja");
  });

  it("leaves alone what stands behind --", () => {
    expect(takeCommonFlags(["headroom", "--", "--help"], {})).toMatchObject({ wantsHelp: false, args: ["headroom", "--", "--help"] });
  });

  it.each([["--lang"], ["--lang", "fr"], ["--lang="]])("knows no language in %j %j", (...args) => {
    expect(takeCommonFlags(["check", ...args], {}).problem).toMatchObject({ kind: "bad-value", flag: "--lang", expected: "en | ja" });
  });
});
