import { expect, test } from "vitest";
import { chooseLanguage, languageOfPath } from "./choose-language.ts";

test.each([
  ["ja", "en", "ja"],
  ["fr", "ja", "ja"],
  [undefined, "ja-JP,ja;q=0.9,en;q=0.8", "ja"],
  [undefined, "en;q=0.4, ja;q=0.9", "ja"],
  [undefined, "de, fr;q=0.9, ja;q=0.1", "ja"],
  [undefined, "ja;q=0, en;q=0.1", "en"],
  [undefined, "de", "en"],
  [undefined, "*, ja;q=0.5", "en"],
  [undefined, null, "en"],
  [undefined, ";;q=x,,", "en"],
])("cookie %s and Accept-Language %s give %s", (cookie, header, language) => {
  expect(chooseLanguage(cookie, header)).toBe(language);
});

test.each([
  ["/en", "en"],
  ["/ja/hosts/host_1", "ja"],
  ["/english", undefined],
  ["/", undefined],
])("the path %s is in %s", (path, language) => {
  expect(languageOfPath(path)).toBe(language);
});
