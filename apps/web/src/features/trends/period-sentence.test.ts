import { plain } from "@berth/shared/text/sentence.ts";
import { expect, test } from "vitest";
import type { PeriodFacts } from "./period-facts.ts";
import { periodGaps, periodSentence } from "./period-sentence.ts";

const calm: PeriodFacts = {
  p95: { first: 0.31, last: 0.312 },
  over: null,
  failures: 0,
  beginsAtMs: null,
  nobodyMs: 0,
  notReporting: null,
  notMeasured: 0,
};
const atMs = Date.parse("2026-11-24T05:00:00Z");
const said = (facts: Partial<PeriodFacts>, language: "en" | "ja" = "en") =>
  plain(periodSentence(language, { ...calm, ...facts }, "7d", "Asia/Tokyo"));

test("says what happened: how full, over which line when, what failed", () => {
  const facts = { p95: { first: 0.31, last: 0.47 }, over: { line: 0.8, hosts: 12, atMs }, failures: 1_204 };
  expect(said(facts)).toBe(
    "p95 of hosts rose from 31.0 % to 47.0 %; 12 hosts over 80 % at most, on Tue 24 Nov, 14:00; 1,204 calls found no port.",
  );
  expect(said(facts, "ja")).toBe(
    "ホストの p95 は 31.0% から 47.0% に上昇、11月24日(火) 14:00 に最大 12 台が 80% を超過、1,204 回の呼び出しがポートを得られず。",
  );
});

test("says that nothing happened", () => {
  expect(said({})).toBe("p95 of hosts stayed at 31.2 %; no host was over 50 %; no failed call was seen.");
  expect(said({ p95: { first: 0.5, last: 0.3 }, failures: 1 })).toContain("fell from 50.0 % to 30.0 %");
});

test("does not say that nobody was over a line where nobody was measured", () => {
  expect(said({ p95: null })).toBe("No host’s use could be measured; no failed call was seen.");
});

test("says what is not known, and that everything is", () => {
  const gaps = (facts: Partial<PeriodFacts>) => periodGaps("en", { ...calm, ...facts }, "24h", "UTC");
  expect(gaps({})).toEqual(["Every enrolled host reported all the time."]);
  expect(gaps({ beginsAtMs: atMs, nobodyMs: 4_500_000, notReporting: { hosts: 7, enrolled: 200, atMs }, notMeasured: 1 })).toEqual([
    "Data begin on Tue 24 Nov, 05:00.",
    "Nobody reported for 1 h 15 min in all.",
    "Up to 7 of 200 hosts were silent at once (Tue 24 Nov, 05:00).",
    "Up to 1 host at once reported but could not read the sockets.",
  ]);
});
