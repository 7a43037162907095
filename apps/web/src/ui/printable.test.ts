import { expect, test } from "vitest";
import { printable } from "./printable.ts";

test.each([
  ["api-prod-17", "api-prod-17"],
  ["ホスト 1", "ホスト 1"],
  ["<b>&amp;</b>", "<b>&amp;</b>"],
  ["a\u202egnp.exe", "a\\u{202e}gnp.exe"],
  ["line\nbreak\u0000", "line\\u{a}break\\u{0}"],
  ["zero\u200bwidth", "zero\\u{200b}width"],
  ["tag\u{e0041}", "tag\\u{e0041}"],
])("%j reads as %j", (hostile, shown) => {
  expect(printable(hostile)).toBe(shown);
});
