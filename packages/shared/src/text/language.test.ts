import fc from "fast-check";
import { expect, it } from "vitest";
import { isLanguage, pickLanguage } from "./language.ts";

it.each([
  [null, "en"],
  ["", "en"],
  ["ja", "ja"],
  ["ja-JP,ja;q=0.9,en;q=0.8", "ja"],
  ["en-US,en;q=0.9,ja;q=0.8", "en"],
  ["en;q=0.3, ja;q=0.7", "ja"],
  ["JA", "ja"],
  ["de-DE,de;q=0.9,ja;q=0.2", "ja"],
  ["de,fr", "en"],
  ["ja;q=0,en", "en"],
  ["ja;q=0", "en"],
  ["*", "en"],
  ["ja ; q=0.5 , en ; q=0.4", "ja"],
])("of %j picks %s", (header, language) => {
  expect(pickLanguage(header)).toBe(language);
});

it("always picks a language that Berth has, whatever a browser sends", () => {
  fc.assert(fc.property(fc.string(), (header) => isLanguage(pickLanguage(header))));
});
