import type { FORECAST_RULES } from "../../domain/checklist/catalogue/exhaustion.ts";
import type { Evidence } from "../../domain/checklist/check.ts";
import type { ChecksGroupText } from "../checks.ts";
import { numberOf, textOf } from "../checks-figures.ts";
import { type Sentence, sentence } from "../sentence.ts";
import { about, count, named, observedPercent } from "./checks-phrases.ts";

const MINUTES_AN_HOUR = 60;

/** "26 分", and hours where minutes would be too many. */
function span(minutes: number): Sentence {
  if (minutes < 1) return sentence`1 分以内`;
  if (minutes < 2 * MINUTES_AN_HOUR) return sentence`${count(Math.round(minutes))} 分`;
  return sentence`${count(Math.round(minutes / MINUTES_AN_HOUR))} 時間`;
}

/** "約 26 分後", or soon. */
const after = (minutes: number): Sentence => (minutes < 1 ? sentence`1 分以内` : sentence`約 ${span(minutes)}後`);

/** The interval, as far as it has ends. */
function interval(e: Evidence): Sentence {
  if (textOf(e, "low") === null) return [];
  if (textOf(e, "high") === null) return sentence` (早ければ ${span(numberOf(e, "low"))}。途中で止まる可能性もあります)`;
  const [low, high] = [Math.floor(numberOf(e, "low")), Math.ceil(numberOf(e, "high"))];
  return high - low <= 1 ? [] : sentence` (${span(low)}〜${span(high)})`;
}

const bears = (e: Evidence): Sentence =>
  textOf(e, "ceilingPerSecond") === null ? [] : sentence`。上限は毎秒 ${named(e, "ceilingPerSecond")} 件です`;

export const forecastRules: ChecksGroupText<never, (typeof FORECAST_RULES)[number]>["rules"] = {
  "eta-gone": (e) => sentence`${about(e)} は ${named(e, "capacity")} ポートを使い切っています。`,
  "eta-over-ceiling": (e) =>
    sentence`${about(e)} の新規接続は毎秒 ${named(e, "opensPerSecond")} 件です${textOf(e, "ceilingPerSecond") === null ? [] : sentence` (上限は毎秒 ${named(e, "ceilingPerSecond")} 件)`}。このままでは約 ${count(numberOf(e, "seconds"))} 秒後に ${named(e, "capacity")} ポートがなくなります。`,
  "eta-soon": (e) => sentence`${about(e)} は${after(e.observed)}にポートが枯渇する見込みです${interval(e)}。`,
  "eta-settles": (e) =>
    sentence`${about(e)} は毎秒 ${named(e, "opensPerSecond")} 件の新規接続で ${named(e, "capacity")} ポートの ${observedPercent(e)} に落ち着きます${bears(e)}。`,
  "eta-later": (e) => sentence`${about(e)} はこのまま続くと${after(e.observed)}にポートが枯渇する見込みです${interval(e)}。`,
  "eta-closest": (e) =>
    sentence`最も近いのは ${about(e)}: 現在の頻度では ${named(e, "capacity")} ポートの ${observedPercent(e)} に落ち着きます。`,
  "eta-rate-unseen": (e) =>
    sentence`最も近いのは ${about(e)}: ${named(e, "capacity")} ポートの ${observedPercent(e)} を使用中。新規接続の頻度はここでは見えないため、使用数の推移だけで予測します。`,
  "eta-half": (e) =>
    sentence`${about(e)} は約 ${count(numberOf(e, "seconds"))} 秒後にポートの半分を超えます。そこから connect() の時間は ${named(e, "slowerLow")}〜${count(numberOf(e, "slowerHigh"))} 倍になります。`,
};

export const forecastTitles = {
  title: { "eph-eta": "枯渇までの時間" },
  looksAt: { "eph-eta": "現在の頻度で落ち着く水準、その推移、リーク: 最後のポートがなくなるまでの分数。" },
  passed: { "eph-eta": "現在の頻度と推移では、1 時間以内にポートが枯渇するものはありません。" },
} as const;
