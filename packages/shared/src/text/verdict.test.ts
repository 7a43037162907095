import { describe, expect, it } from "vitest";
import { settle } from "../domain/checklist/hysteresis.ts";
import { runChecklist } from "../domain/checklist/run-checklist.ts";
import { NO_VERDICT, verdictOf } from "../domain/checklist/verdict-of.ts";
import type { Snapshot } from "../domain/host/snapshot.ts";
import { buildGap, buildNamespace, buildSnapshot, buildTuple } from "../testing/build-snapshot.ts";
import { factsOf } from "../testing/judge.ts";
import type { Language } from "./language.ts";
import { plain } from "./sentence.ts";
import { verdictSentence } from "./verdict.ts";

const verdict = (...looks: Partial<Snapshot>[]) => {
  const built = looks.map((said, index) => buildSnapshot({ ...said, capturedAtMs: 1_000 + index }));
  const settled = built.reduce<ReturnType<typeof settle> | null>(
    (state, each) => settle(state, runChecklist(factsOf(each)), each.capturedAtMs),
    null,
  );
  return verdictOf(settled!, built.at(-1)!);
};
const at = (used: number, timeWait = 0): Partial<Snapshot> => ({
  namespaces: [
    buildNamespace({ tuples: [buildTuple({ capacity: 28_220, used, timeWait, closesPerSecond: Array(6).fill(timeWait > 0 ? 438 : 0) })] }),
  ],
});
const blind = { gaps: [buildGap()] };
const said = (language: Language, facts: Parameters<typeof verdictSentence>[1], freshness?: "live" | "stale" | "never") =>
  plain(verdictSentence(language, facts, freshness));

const CALM = verdict(at(10_441));
const FAILING = verdict(at(26_123, 25_906));

describe("a verdict in one sentence", () => {
  it.each<[string, string, string]>([
    ["calm", said("en", CALM), "No risk now. Closest: 10.0.3.17 → 10.4.7.21:6379 at 37 %."],
    ["failing", said("en", FAILING), "10.0.3.17 → 10.4.7.21:6379 uses 92.6 % of its 28,220 ports: 2,097 left, 438 closes per second."],
    ["idle", said("en", verdict({})), "No risk now. No outbound TCP connection uses the range."],
    ["blind", said("en", verdict(blind)), "Not known: TCP sockets could not be read: permission was denied."],
    ["unjudged", said("en", NO_VERDICT), "Not known."],
    ["silent", said("en", CALM, "stale"), "Silent. When last heard: No risk now. Closest: 10.0.3.17 → 10.4.7.21:6379 at 37 %."],
    ["never heard", said("en", NO_VERDICT, "never"), "Enrolled, nothing heard yet."],
    ["calm", said("ja", CALM), "いまのところ危険はありません。最も近いのは 10.0.3.17 → 10.4.7.21:6379 の 37% です。"],
    ["failing", said("ja", FAILING), "10.0.3.17 → 10.4.7.21:6379 は 28,220 ポートの 92.6% を使用中です: 残り 2,097、クローズ毎秒 438 件。"],
    ["blind", said("ja", verdict(blind)), "状態は不明です。TCP ソケットを読み取れません (権限がありません)。"],
  ])("when %s: %s", (_, sentence, expected) => {
    expect(sentence).toBe(expected);
  });

  it("says what was last known to be wrong while it is blind", () => {
    expect(said("en", verdict(at(26_123), blind, blind))).toMatch(/^Not known: TCP sockets .* Last known: 10\.0\.3\.17 → .* uses 92\.6 %/);
  });

  it("sets the destination and the figures apart", () => {
    expect(
      verdictSentence("en", FAILING)
        .filter(({ kind }) => kind !== "text")
        .map(({ text }) => text),
    ).toEqual(["10.0.3.17 → 10.4.7.21:6379", "92.6 %", "28,220", "2,097", "438"]);
  });
});
