import { parseAddress } from "@berth/shared/domain/network/address.ts";
import { PASSIVE_REASONS, type UnknownReason } from "@berth/shared/domain/ports/headroom.ts";
import { cli as english } from "@berth/shared/text/en/cli.ts";
import { cli as japanese } from "@berth/shared/text/ja/cli.ts";
import { LANGUAGES, type Language } from "@berth/shared/text/language.ts";
import { describe, expect, it } from "vitest";
import { displayWidth } from "../terminal/display-width.ts";
import type { Answer, Settlement } from "./answer.ts";
import { answerPage, settlementLine } from "./answer-page.ts";
import type { Question } from "./question.ts";

const TEXT = { en: english.headroom, ja: japanese.headroom };
const styleIn = (language: Language) => ({ text: TEXT[language], language, columns: 80 });
const counted = (low: number, high: number): Answer => ({ kind: "counted", capacity: 28_232, low, high, best: high });
const UNKNOWN: Answer = { kind: "unknown", capacity: 28_232, reason: "no-route" };
const EXACT: Settlement = { method: "exact", open: 28_232, asked: 28_232, reason: null };
const REASONS: readonly UnknownReason[] = ["denied", "no-route", "malformed", "timeout", "unsupported"];

const question: Question = {
  id: null,
  operation: "connect",
  protocol: "tcp",
  family: 6,
  source: parseAddress("2001:db8:85a3:1234:5678:8a2e:370:7334"),
  destination: { address: parseAddress("2001:db8:ffff:eeee:dddd:cccc:bbbb:aaaa")!, port: 65_535 },
  noPort: true,
  reuseAddress: false,
  v6Only: false,
  range: null,
  device: null,
};

describe("how answers were found", () => {
  const english = styleIn("en");

  it("is not said of an answer that was not", () => {
    expect(settlementLine(EXACT, [UNKNOWN], english)).toBe("");
    expect(settlementLine(EXACT, [UNKNOWN, counted(5, 5)], english)).toMatch(/^exact: /);
  });

  it("is exact, but for what an interval stays open for", () => {
    expect(settlementLine(EXACT, [counted(5, 5)], english)).toMatch(/^exact: /);
    expect(settlementLine(EXACT, [counted(5, 5), counted(5, 13)], english)).toMatch(/^exact but for ports about to come back/);
  });
});

describe.each(LANGUAGES)("the page of an answer in %s", (language) => {
  it("fits 80 columns", () => {
    const style = styleIn(language);
    const answers: Answer[] = [
      counted(1_000, 28_231),
      { kind: "unlimited", low: 28_232 },
      ...REASONS.map((reason) => ({ ...UNKNOWN, reason })),
    ];
    const passive = PASSIVE_REASONS.map((reason): Settlement => ({ method: "passive", open: 28_232, asked: 0, reason }));
    const sampled = PASSIVE_REASONS.map((reason): Settlement => ({ method: "sampled", open: 28_232, asked: 10_000, reason }));
    const pages = [
      ...answers.map((answer) => answerPage(question, answer, style)),
      ...[EXACT, ...passive, ...sampled].map((settlement) => settlementLine(settlement, answers, style)),
    ];
    for (const line of pages.join("").split("\n")) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
  });
});
