import type { Language } from "@berth/shared/text/language.ts";
import type { Sentence } from "@berth/shared/text/sentence.ts";
import type { TrendRange } from "@berth/shared/text/web-trends.ts";
import { localeOf } from "../../ui/chart/time-axis.ts";
import { figuresOf } from "../../ui/figures.ts";
import { textOf } from "../../ui/text.ts";
import { LINES } from "../../ui/usage-bar.tsx";
import type { PeriodFacts } from "./period-facts.ts";

/** Below half a point two shares read the same. */
const SAME_RATIO = 0.005;

const momentOf = (language: Language, range: TrendRange, timeZone: string) => {
  const format = new Intl.DateTimeFormat(localeOf(language), {
    weekday: "short",
    day: "numeric",
    month: "short",
    ...(range === "13mo" && { year: "numeric" }),
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  });
  return (atMs: number) => format.format(atMs);
};

/** What happened in the period: how full hosts became, how many went over which line when, what failed. */
export function periodSentence(language: Language, facts: PeriodFacts, range: TrendRange, timeZone: string): Sentence {
  const words = textOf(language).trends.period;
  const { percent } = figuresOf(language);
  const line = (ratio: number) => wholePercent(language, ratio);
  const { p95, over, failures } = facts;
  return words.join([
    p95 === null
      ? words.p95.unmeasured
      : Math.abs(p95.last - p95.first) < SAME_RATIO
        ? words.p95.stayed(percent(p95.last))
        : words.p95[p95.last > p95.first ? "rose" : "fell"](percent(p95.first), percent(p95.last)),
    ...(over !== null
      ? [words.over(over.hosts, line(over.line), momentOf(language, range, timeZone)(over.atMs))]
      : p95 === null
        ? []
        : [words.neverOver(line(LINES[0]))]),
    words.failures(failures),
  ]);
}

/** What is not known of the period, one sentence each; one that says so where everything is. */
export function periodGaps(language: Language, facts: PeriodFacts, range: TrendRange, timeZone: string): string[] {
  const words = textOf(language).trends.period;
  const moment = momentOf(language, range, timeZone);
  const { beginsAtMs, nobodyMs, notReporting, notMeasured } = facts;
  const gaps = [
    beginsAtMs !== null && words.begins(moment(beginsAtMs)),
    nobodyMs > 0 && words.nobody(nobodyMs / 1_000),
    notReporting !== null && words.notReporting(notReporting.hosts, notReporting.enrolled, moment(notReporting.atMs)),
    notMeasured > 0 && words.notMeasured(notMeasured),
  ].filter((gap) => gap !== false);
  return gaps.length > 0 ? gaps : [words.complete];
}

export const hasGaps = ({ beginsAtMs, nobodyMs, notReporting, notMeasured }: PeriodFacts): boolean =>
  beginsAtMs !== null || nobodyMs > 0 || notReporting !== null || notMeasured > 0;

const wholePercent = (language: Language, ratio: number) => `${Math.round(ratio * 100)}${language === "ja" ? "%" : " %"}`;
